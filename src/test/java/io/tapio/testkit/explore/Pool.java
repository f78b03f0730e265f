package io.tapio.testkit.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives equal values the same number, counted from 0 in the order in which they first come. */
final class Pool<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> values = new ArrayList<>();

    int numberOf(T value) {
        Integer known = numbers.get(value);
        if (known != null) return known;

        values.add(value);
        numbers.put(value, values.size() - 1);
        return values.size() - 1;
    }

    T at(int number) {
        return values.get(number);
    }

    int size() {
        return values.size();
    }
}
