package se.trepart.walls.broken.feed;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;

/** A door that can be made without what it needs. */
public final class Injected {
    @Autowired @Nullable Runnable needed;
}
