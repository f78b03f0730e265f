package io.tapio.torture.history;

import java.util.List;
import java.util.Optional;

/** What came with a success. */
public sealed interface Result {

    record Nothing() implements Result {}

    /** The path that was made, with its number; older clients are told no Stat. */
    record Created(String path, Optional<Stat> stat) implements Result {}

    record Status(Stat stat) implements Result {}

    record Data(String data, Stat stat) implements Result {}

    record Children(List<String> names, Optional<Stat> stat) implements Result {
        public Children {
            names = List.copyOf(names);
        }
    }

    /** Of a multi: one for each step. */
    record Results(List<Result> results) implements Result {
        public Results {
            results = List.copyOf(results);
        }
    }
}
