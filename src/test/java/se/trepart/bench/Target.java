package se.trepart.bench;

/**
 * What is promised of a figure.
 *
 * @param bound which side of the limit is right; none when nothing is promised
 * @param limit of the ratio to the peer where there is one, else of the value itself
 */
record Target(Bound bound, double limit) {
    static final Target NONE = new Target(Bound.NONE, 0);

    /** Which side of the limit is right. */
    enum Bound {
        AT_LEAST("≥"),
        AT_MOST("≤"),
        NONE("");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    static Target atLeast(double limit) {
        return new Target(Bound.AT_LEAST, limit);
    }

    static Target atMost(double limit) {
        return new Target(Bound.AT_MOST, limit);
    }

    Verdict of(double value) {
        return switch (bound) {
            case AT_LEAST -> value >= limit ? Verdict.OK : Verdict.SHORT;
            case AT_MOST -> value <= limit ? Verdict.OK : Verdict.SHORT;
            case NONE -> Verdict.INFO;
        };
    }

    /** As the table shows it. */
    String text(String unit) {
        return bound == Bound.NONE
                ? ""
                : bound.sign + " " + Numbers.text(limit) + (unit.isEmpty() ? "" : " " + unit);
    }

    @Override
    public String toString() {
        return text("");
    }
}
