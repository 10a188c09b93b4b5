package se.trepart.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads samples that others published; the folder lies beside a checkout, and is no part of it. */
class ThirdPartySamplesTest {
    private static final Path SAMPLES = Path.of("../shared/data/hl7v2");

    @Test
    void everySampleIsDecodedOrRefusedWithItsFaultsAndNeverThrows() throws IOException {
        assumeTrue(Files.isDirectory(SAMPLES), "no third-party samples beside this checkout");
        var count = 0;
        try (var files = Files.list(SAMPLES)) {
            for (var file : files.sorted().toList()) {
                for (var message : Hl7Batch.read(Files.readAllBytes(file)).messages()) {
                    var decoded = Messages.SHIPPED.decode(message);
                    assertThat(
                                    decoded instanceof Decoded.Refused refused
                                            && refused.faults().isEmpty())
                            .isFalse();
                    count++;
                }
            }
        }
        assertThat(count).isGreaterThan(30);
    }
}
