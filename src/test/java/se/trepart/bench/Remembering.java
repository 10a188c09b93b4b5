package se.trepart.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A million deliveries through a hub of 512 MB, by the test that shows that none is lost: what the
 * old generation holds at the end, to what it held in the middle.
 */
final class Remembering implements Measurement {
    private static final Pattern OLD =
            Pattern.compile(
                    "old generation after each of \\d+ collections: \\d+ MB first, (\\d+) MB in the"
                            + " middle, (\\d+) MB last, (\\d+) MB most");
    private static final double GROWTH = 1.1;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public boolean onlyInFull() {
        return true;
    }

    @Override
    public List<Figure> measure(Surroundings surroundings) throws Exception {
        var log = surroundings.folder().resolve("million.log");
        var round = surroundings.rounds().one(() -> growth(surroundings, log));
        return List.of(
                Figure.alone(
                        "1,000,000 deliveries, heap 512 MB: old generation at the end to the"
                                + " middle",
                        "×",
                        Spread.once(round),
                        Target.atMost(GROWTH)));
    }

    private static double growth(Surroundings surroundings, java.nio.file.Path log)
            throws Exception {
        try (var million =
                Child.quiet(
                        surroundings.root(),
                        log,
                        List.of(
                                "mvn",
                                "-B",
                                "failsafe:integration-test@default",
                                "failsafe:verify@default",
                                "-Dit.test=MillionIT",
                                "-Dmillion=1000000"))) {
            if (million.await() != 0) {
                throw new IOException("MillionIT failed:\n" + million.lastWords());
            }
        }
        var told = OLD.matcher(Files.readString(log));
        if (!told.find()) {
            throw new IOException("no collection of the old generation is told in " + log);
        }
        return Double.parseDouble(told.group(2)) / Double.parseDouble(told.group(1));
    }
}
