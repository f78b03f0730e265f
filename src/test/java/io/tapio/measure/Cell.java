package io.tapio.measure;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One figure of both servers, and the ratio that is wanted of them.
 *
 * @param bound of ours by theirs; none is wanted where it is 0
 * @param atLeast whether the bound is a lower one
 */
record Cell(OptionalDouble theirs, OptionalDouble ours, double bound, boolean atLeast) {

    OptionalDouble ratio() {
        return theirs.isPresent() && ours.isPresent() && theirs.getAsDouble() > 0
                ? OptionalDouble.of(ours.getAsDouble() / theirs.getAsDouble())
                : OptionalDouble.empty();
    }

    boolean isMet() {
        if (bound == 0 || ratio().isEmpty()) return true;
        double ratio = ratio().getAsDouble();
        return atLeast ? ratio >= bound : ratio <= bound;
    }

    /** Three columns of a table: theirs, ours, the ratio with what is wanted of it. */
    String columns() {
        String wanted =
                bound == 0
                        ? ""
                        : String.format(Locale.ROOT, atLeast ? " (≥ %s)" : " (≤ %s)", bound);
        String ratio =
                ratio().isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", ratio().getAsDouble());
        String shown = isMet() ? ratio + wanted : "**" + ratio + wanted + "**";
        return "%s | %s | %s".formatted(shown(theirs), shown(ours), shown);
    }

    private static String shown(OptionalDouble figure) {
        if (figure.isEmpty()) return "";
        double value = figure.getAsDouble();
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value).replace(',', ' ');
    }
}
