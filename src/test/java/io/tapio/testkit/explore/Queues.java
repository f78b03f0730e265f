package io.tapio.testkit.explore;

import java.util.ArrayList;
import java.util.List;

/** Queues of words as numbers: the same words in the same order are the same number. */
final class Queues {
    static final int EMPTY = 0;

    private final Pool<List<Integer>> queues = new Pool<>();
    private final LongInts longer = new LongInts();
    private final List<Integer> shorter = new ArrayList<>();

    Queues() {
        numberOf(List.of());
    }

    private int numberOf(List<Integer> queue) {
        int number = queues.numberOf(queue);
        if (number < shorter.size()) return number;

        shorter.add(EMPTY);
        if (!queue.isEmpty())
            shorter.set(number, numberOf(List.copyOf(queue.subList(1, queue.size()))));
        return number;
    }

    int append(int queue, int word) {
        long key = ((long) queue << 32) | (word + 1);
        int found = longer.get(key);
        if (found != LongInts.NONE) return found;

        var all = new ArrayList<>(queues.at(queue));
        all.add(word);
        int next = numberOf(List.copyOf(all));
        longer.put(key, next);
        return next;
    }

    int head(int queue) {
        return queues.at(queue).getFirst();
    }

    int tail(int queue) {
        return shorter.get(queue);
    }
}
