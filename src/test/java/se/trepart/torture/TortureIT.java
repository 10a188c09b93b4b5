package se.trepart.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A short torture: two instances killed at points that the seed draws, while senders and partners
 * go on. The long one is {@code ./trepart torture}. Printed seed; {@code -Dseed} repeats it.
 */
class TortureIT {
    private static final long SEED = Long.getLong("seed", System.currentTimeMillis() % 1_000_000);

    @TempDir private Path run;

    @Test
    void nothingIsLostDoubledOrDisordered() throws Exception {
        // given
        System.out.println("torture with -Dseed=" + SEED);
        var told = new StringWriter();
        var plan =
                new Torture.Plan(
                        Duration.ofSeconds(100),
                        SEED,
                        8,
                        Duration.ofMillis(700),
                        false,
                        run,
                        Optional.empty());
        // when
        var holds = Torture.run(plan, new PrintWriter(told));
        // then
        System.out.println(told);
        assertThat(holds).as(told.toString()).isTrue();
        assertThat(Files.readAllLines(run.resolve("reached"))).isNotEmpty();
    }
}
