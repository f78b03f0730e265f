package io.tapio.zab;

import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.Map;
import java.util.stream.Collectors;

/** A message in the words of a scenario. */
public final class MessageLine {
    private MessageLine() {}

    public static String of(ZabMessage message) {
        return switch (message) {
            case ZabMessage.Notification said -> notification(said);
            case ZabMessage.Proposal(Entries entries) -> "Proposal " + run(entries);
            case ZabMessage.SyncEntries(Entries entries) -> "SyncEntries " + run(entries);
            case ZabMessage.Inform(Entries entries) -> "Inform " + run(entries);
            case ZabMessage.Ping(long round, Map<ServerId, Zxid> marks) ->
                    "Ping " + round + (marks.isEmpty() ? "" : " with " + of(marks));
            default -> message.toString();
        };
    }

    static String of(Map<ServerId, Zxid> marks) {
        return marks.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> "s" + each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
    }

    private static String notification(ZabMessage.Notification said) {
        return "%s round %d for s%s epoch %d log %s%s"
                .formatted(
                        said.state(),
                        said.round(),
                        said.vote().leader(),
                        said.vote().epoch(),
                        said.vote().lastLogged(),
                        said.standing().proven() ? "" : ", unproven");
    }

    private static String run(Entries entries) {
        return entries.first() + ".." + entries.last();
    }
}
