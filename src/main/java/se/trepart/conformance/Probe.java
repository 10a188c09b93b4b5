package se.trepart.conformance;

import java.io.IOException;

/**
 * One thing that is tried.
 *
 * @param name stable, for machines and for those who talk about it
 * @param sentence what must be so
 */
record Probe(String name, String sentence, Trial trial) {
    /** Tries it; an exception of the network is a failure. */
    interface Trial {
        Result run() throws IOException;
    }

    Result run() {
        try {
            return trial.run();
        } catch (IOException broken) {
            return new Result.Failed("the connection broke: " + broken.getClass().getSimpleName());
        }
    }
}
