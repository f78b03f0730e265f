package io.tapio.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads who belongs to the ensemble and who of them this server is, and judges it. */
final class EnsembleRules {
    private static final int USUAL_INIT_LIMIT = 10;
    private static final int USUAL_SYNC_LIMIT = 5;

    private final ZooCfg cfg;
    private final Answers answers;
    private final Answers lines; // of the file that has the server lines
    private final PeerWay way;
    private final Findings findings;

    EnsembleRules(ZooCfg cfg, Answers answers, Answers lines, PeerWay way, Findings findings) {
        this.cfg = cfg;
        this.answers = answers;
        this.lines = lines;
        this.way = way;
        this.findings = findings;
    }

    /** Who we are among whom; neither for a server that is alone, no self if it cannot be told. */
    record Outcome(Optional<Listed> self, Optional<Ensemble> ensemble) {
        static final Outcome ALONE = new Outcome(Optional.empty(), Optional.empty());
    }

    /**
     * Of one voter there is an ensemble only if it is wished for, as in ZooKeeper: so a file with
     * one server line needs neither a {@code myid} nor limits.
     *
     * @param dataDir absent when it is not known, which has been said then
     */
    Outcome read(List<Listed> members, Optional<Path> dataDir) {
        if (members.isEmpty()) return withoutMembers();

        long voters = members.stream().filter(member -> member.line().votes()).count();
        judgeVoters(members, voters);
        if (voters < 2 && answers.isOn("standaloneEnabled")) {
            return new Outcome(Optional.of(members.getFirst()), Optional.empty());
        }
        var addresses = new MemberAddresses(findings);
        addresses.judge(members);
        int initLimit = limit("initLimit", USUAL_INIT_LIMIT);
        int syncLimit = limit("syncLimit", USUAL_SYNC_LIMIT);
        var groups = new QuorumGroups(lines, members, findings);
        var byNumber = groups.groups();
        var weights = groups.weights();
        var self = dataDir.flatMap(directory -> new MyId(directory, findings).find(members));
        self.ifPresent(this::judgeRole);
        self.ifPresent(own -> addresses.warn(members, own));
        self.ifPresent(own -> addresses.judge(own, way));
        return new Outcome(
                self,
                self.map(
                        own ->
                                new Ensemble(
                                        own.id(),
                                        members.stream().map(Listed::line).toList(),
                                        initLimit,
                                        syncLimit,
                                        byNumber,
                                        weights,
                                        links(),
                                        serving())));
    }

    private Outcome withoutMembers() {
        boolean linesWereGiven = !lines.family("server.").isEmpty();
        if (linesWereGiven) return Outcome.ALONE; // they are wrong, and it has been said
        answers.find("peerType")
                .filter(type -> type.value().equals("observer"))
                .ifPresent(
                        type ->
                                findings.problem(
                                        type.said()
                                                + " needs an ensemble to observe;"
                                                + " add its server lines or take this one out"));
        return Outcome.ALONE;
    }

    private void judgeVoters(List<Listed> members, long voters) {
        boolean mayBeAlone = answers.isOn("standaloneEnabled");
        var first = members.getFirst();
        if (voters == 0) {
            findings.problem(
                    members.size() == 1
                            ? first.label()
                                    + " is an observer, and nobody votes; "
                                    + "write participant or leave the role out"
                            : first.label()
                                    + " and all other servers are observers, and nobody votes;"
                                    + " make one a participant");
        } else if (voters == 1 && members.size() > 1 && mayBeAlone) {
            findings.problem(
                    "%s votes alone, and observers need an ensemble;"
                                    .formatted(voter(members).label())
                            + " add voters, or a line standaloneEnabled=false");
        } else if (voters == 1 && mayBeAlone) {
            findings.warn(first.label() + " is the only server line: an ensemble of one");
        } else if (voters <= 2) {
            findings.warn(
                    "%d of the servers can vote: no failure is tolerated; it takes 3 to bear one"
                            .formatted(voters));
        } else if (voters % 2 == 0) {
            findings.warn(
                    "%d servers vote, an even number: they bear no more failures than %d do"
                            .formatted(voters, voters - 1));
        }
    }

    private static Listed voter(List<Listed> members) {
        return members.stream().filter(member -> member.line().votes()).findFirst().orElseThrow();
    }

    /** The line counts, as in ZooKeeper. */
    private void judgeRole(Listed self) {
        var said = answers.text("peerType");
        var is = self.line().role().word();
        if (said.equals(is) || answers.find("peerType").isEmpty()) return;
        findings.warn(
                "%s, but %s says %s: the server line counts"
                        .formatted(
                                answers.find("peerType").orElseThrow().said(), self.mention(), is));
    }

    private int limit(String key, int usual) {
        if (answers.find(key).isPresent()) return answers.number(key);
        if (!answers.wasGiven(key)) {
            findings.problem(
                    "%s%s is not set, and an ensemble needs it; add a line such as %s=%d"
                            .formatted(
                                    cfg.isAbsent() ? "" : cfg.fileName() + ": ", key, key, usual));
        }
        return usual;
    }

    private Ensemble.Links links() {
        return new Ensemble.Links(
                answers.isOn("quorumListenOnAllIPs"), answers.number("cnxTimeout"), way);
    }

    private Ensemble.Serving serving() {
        return new Ensemble.Serving(
                answers.isOn("localSessionsEnabled"),
                answers.isOn("localSessionsUpgradingEnabled"),
                answers.isOn("readonlymode.enabled"),
                answers.isOn("leaderServes"));
    }
}
