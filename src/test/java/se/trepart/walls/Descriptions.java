package se.trepart.walls;

import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.JavaPackage;

import java.util.List;

/** What a room's package-info says of it. */
final class Descriptions {
    private Descriptions() {}

    /**
     * Whether the room lists what it may see: without a list Modulith takes everything as allowed.
     */
    static boolean saysWhatItMaySee(JavaPackage room) {
        return room.getAnnotation(ApplicationModule.class)
                .map(ApplicationModule::allowedDependencies)
                .map(allowed -> !List.of(allowed).contains(ApplicationModule.OPEN_TOKEN))
                .orElse(false);
    }
}
