package se.trepart.walls.broken.projection;

import java.time.Instant;
import java.util.UUID;

/** A projection that gives another answer each time. */
public final class Restless {
    /** Never the same twice. */
    public String render() {
        return Instant.now() + " " + UUID.randomUUID();
    }
}
