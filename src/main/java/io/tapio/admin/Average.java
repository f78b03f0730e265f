package io.tapio.admin;

/** A mean, printed with four decimals at most and one at least. */
record Average(double value) {
    private static final double DECIMALS = 10_000;

    static Average of(double sum, long count) {
        return new Average(count == 0 ? 0 : sum / count);
    }

    @Override
    public String toString() {
        return Double.toString(Math.round(value * DECIMALS) / DECIMALS);
    }
}
