package io.tapio.work;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/** Work done, figure by figure. */
record Work(Map<Figure, Long> figures) {

    Work {
        figures = Collections.unmodifiableMap(new EnumMap<>(figures));
    }

    long of(Figure figure) {
        return figures.get(figure);
    }

    Work plus(Work other) {
        return with(other, Long::sum);
    }

    Work minus(Work other) {
        return with(other, (mine, its) -> mine - its);
    }

    /** Of each figure the smaller one: what neither could do without. */
    Work least(Work other) {
        return with(other, Math::min);
    }

    private Work with(Work other, LongBinaryOperator operator) {
        var result = new EnumMap<Figure, Long>(Figure.class);
        figures.forEach(
                (figure, mine) -> result.put(figure, operator.applyAsLong(mine, other.of(figure))));
        return new Work(result);
    }
}
