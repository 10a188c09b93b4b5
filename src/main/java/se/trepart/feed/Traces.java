package se.trepart.feed;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Says where an unexpected exception came from without its texts, which could hold what a message
 * held (law 9).
 */
final class Traces {
    private static final int FRAMES = 12;

    private Traces() {}

    static String withoutTexts(Throwable thrown) {
        var root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return thrown.getClass().getName()
                + " by "
                + root.getClass().getName()
                + Arrays.stream(root.getStackTrace())
                        .limit(FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining("\n    at ", "\n    at ", ""));
    }
}
