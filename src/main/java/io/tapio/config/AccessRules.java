package io.tapio.config;

import io.tapio.config.TapioConfig.Access;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.TreeSet;

/** Reads who may do what: authentication schemes, the super user, the four-letter words. */
final class AccessRules {
    private static final String ZOOKEEPERS = "org.apache.zookeeper.server.auth.";
    private static final String DIGEST_ALGORITHM = "DigestAuthenticationProvider.digestAlg";
    private static final Set<String> FOUR_LETTER_WORDS =
            Set.of(
                    "conf", "cons", "crst", "dirs", "dump", "envi", "gtmk", "hash", "isro", "mntr",
                    "ruok", "srst", "srvr", "stat", "stmk", "wchc", "wchp", "wchs");

    private final Answers answers;
    private final Findings findings;

    AccessRules(Answers answers, Findings findings) {
        this.answers = answers;
        this.findings = findings;
    }

    Access read() {
        var schemes = schemes();
        return new Access(
                answers.isOn("skipACL"),
                schemes,
                digestAlgorithm(),
                answers.text("DigestAuthenticationProvider.superDigest"),
                new TreeSet<>(answers.list("ensembleAuthName")),
                requiredSchemes(schemes),
                fourLetterWords());
    }

    /** As in ZooKeeper, ip is always there and digest unless switched off; others are named. */
    private Set<String> schemes() {
        var schemes = new TreeSet<String>();
        schemes.add("ip");
        if (answers.isOn("DigestAuthenticationProvider.enabled")) schemes.add("digest");
        for (var provider : answers.family("authProvider.")) {
            switch (provider.value()) {
                case ZOOKEEPERS + "DigestAuthenticationProvider" -> schemes.add("digest");
                case ZOOKEEPERS + "IPAuthenticationProvider" -> schemes.add("ip");
                case ZOOKEEPERS + "EnsembleAuthenticationProvider" -> schemes.add("ensemble");
                case ZOOKEEPERS + "SASLAuthenticationProvider" -> notYet(provider, "sasl");
                case ZOOKEEPERS + "X509AuthenticationProvider" -> notYet(provider, "x509");
                default -> unknown(provider);
            }
        }
        return schemes;
    }

    private void notYet(Given provider, String scheme) {
        findings.warn(provider.label() + " is not yet used: nobody can log in by " + scheme);
    }

    private void unknown(Given provider) {
        findings.problem(
                provider.said()
                        + " is not a provider Tapio has; write "
                        + ZOOKEEPERS
                        + "{Digest,IP,Ensemble,SASL,X509}AuthenticationProvider");
    }

    private String digestAlgorithm() {
        var name = answers.text(DIGEST_ALGORITHM);
        try {
            MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            findings.problem(
                    answers.find(DIGEST_ALGORITHM).map(Given::said).orElse(DIGEST_ALGORITHM)
                            + " is not a digest this JVM has; write for example SHA1 or SHA-256");
        }
        return name;
    }

    private Set<String> requiredSchemes(Set<String> schemes) {
        if (!answers.isOn("enforce.auth.enabled")) return Set.of();
        var required = new TreeSet<>(answers.list("enforce.auth.schemes"));
        var enabled = answers.find("enforce.auth.enabled").map(Given::said).orElse("");
        if (required.isEmpty()) {
            findings.problem(
                    enabled + " needs schemes; add a line such as enforce.auth.schemes=digest");
        }
        for (var scheme : required) {
            if (schemes.contains(scheme)) continue;
            findings.problem(
                    answers.find("enforce.auth.schemes").map(Given::said).orElse(enabled)
                            + " demands "
                            + scheme
                            + ", by which nobody can log in; this server has "
                            + String.join(", ", schemes));
        }
        return required;
    }

    private FourLetterWords fourLetterWords() {
        var key = "4lw.commands.whitelist";
        var words = new TreeSet<>(answers.list(key));
        boolean all = words.remove("*");
        for (var word : words) {
            if (FOUR_LETTER_WORDS.contains(word)) continue;
            answers.find(key)
                    .ifPresent(
                            it -> findings.warn(it.label() + ": there is no word '" + word + "'"));
        }
        return new FourLetterWords(all, words);
    }
}
