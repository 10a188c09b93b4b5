package se.trepart.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One row of the table.
 *
 * @param what is measured, with all that was varied
 * @param against the floor or peer of the same run; empty when it is held against its target alone
 * @param ours the measured rounds; empty when nothing could be measured
 * @param theirs the peer's rounds in the same unit
 * @param kind how the ratio to the peer is made
 * @param note what the reader must know besides
 */
record Figure(
        String what,
        String against,
        String unit,
        Optional<Spread> ours,
        Optional<Spread> theirs,
        Kind kind,
        Target target,
        String note) {

    /** What a greater value means. */
    enum Kind {
        /** Greater is better: the ratio is ours to theirs. */
        RATE,
        /** Greater is worse: the ratio says how many times less we take than they. */
        COST,
        /** Greater is worse, and they are the floor: the ratio says how many times more we take. */
        OVERHEAD
    }

    /** What is held against a limit of its own, or against none. */
    static Figure alone(String what, String unit, Spread ours, Target target) {
        return new Figure(
                what, "", unit, Optional.of(ours), Optional.empty(), Kind.RATE, target, "");
    }

    /** What is held against a peer or a floor. */
    static Figure against(
            String peer,
            String what,
            String unit,
            Kind kind,
            Spread ours,
            Spread theirs,
            Target target) {
        return new Figure(
                what, peer, unit, Optional.of(ours), Optional.of(theirs), kind, target, "");
    }

    /** What could not be measured, and why. */
    static Figure absent(String what, String against, String why) {
        return new Figure(
                what, against, "", Optional.empty(), Optional.empty(), Kind.RATE, Target.NONE, why);
    }

    /** What was to be measured and broke. */
    static Figure failed(String what, String why) {
        return new Figure(
                what,
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                Kind.RATE,
                Target.atLeast(0),
                why);
    }

    Figure noting(String more) {
        return new Figure(
                what,
                against,
                unit,
                ours,
                theirs,
                kind,
                target,
                note.isEmpty() ? more : note + "; " + more);
    }

    /** Ours to the peer's, as {@link #kind} says. */
    OptionalDouble ratio() {
        if (ours.isEmpty() || theirs.isEmpty()) {
            return OptionalDouble.empty();
        }
        var mine = ours.orElseThrow().median();
        var peers = theirs.orElseThrow().median();
        return OptionalDouble.of(kind == Kind.COST ? peers / mine : mine / peers);
    }

    /** What has a target and no value misses it. */
    Verdict verdict() {
        if (ours.isEmpty()) {
            return target.equals(Target.NONE) ? Verdict.ABSENT : Verdict.SHORT;
        }
        return target.of(ratio().orElseGet(() -> ours.orElseThrow().median()));
    }

    /** Whether other load was in the rounds that count. */
    boolean disturbed() {
        return ours.filter(Spread::disturbed).isPresent()
                || theirs.filter(Spread::disturbed).isPresent();
    }
}
