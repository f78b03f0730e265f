package io.tapio.torture.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What reads of one register tell of its writes: data written once belong to one version. */
final class Observed {
    private Observed() {}

    /** The version at which data were read, for all data that only one operation has written. */
    static Map<String, Integer> versions(List<Register.Op> ops) {
        Set<String> once = new HashSet<>();
        Set<String> again = new HashSet<>();
        ops.stream().flatMap(Observed::written).filter(data -> !once.add(data)).forEach(again::add);
        once.removeAll(again);

        Map<String, Integer> versions = new HashMap<>();
        for (var op : ops) {
            for (var part : op.parts()) {
                if (part.result().orElse(null) instanceof Result.Data seen
                        && once.contains(seen.data())) {
                    versions.putIfAbsent(seen.data(), seen.stat().version());
                }
            }
        }
        return versions;
    }

    private static Stream<String> written(Register.Op op) {
        return op.parts().stream()
                .flatMap(
                        part ->
                                switch (part.call()) {
                                    case Call.Create create -> Stream.of(create.data());
                                    case Call.SetData set -> Stream.of(set.data());
                                    default -> Stream.empty();
                                });
    }

    /**
     * Whether nobody can tell it from others of its kind: any version will do, no data was seen.
     */
    static boolean isBlindSet(Register.Op op, Map<String, Integer> versions) {
        return op.parts().size() == 1
                && op.parts().getFirst().call() instanceof Call.SetData set
                && set.version() == Call.ANY
                && !versions.containsKey(set.data());
    }
}
