package se.trepart.bench;

import se.trepart.projection.PureProjection;

import java.util.function.ToIntFunction;

/** What is metered of the hub: the ADT^A04 of a consultation of which all else is known. */
public final class MeteredProjection implements ToIntFunction<byte[]> {
    private final PureProjection projection = new PureProjection();

    public MeteredProjection() {
        var tale = tale();
        projection.store(tale.booked());
        projection.storeEvent(tale.joined());
        projection.storeEvent(tale.left());
    }

    static Tale tale() {
        return new Tale("metered", 1);
    }

    @Override
    public int applyAsInt(byte[] message) {
        var made = projection.make(message);
        if (made.registrations().size() != 2) {
            throw new IllegalStateException("both registrations should follow");
        }
        return made.resources().size();
    }
}
