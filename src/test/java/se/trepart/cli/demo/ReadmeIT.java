package se.trepart.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the README says is what happens: its blocks marked {@code run} are run, and show what it
 * says.
 */
class ReadmeIT {
    private static final Pattern BLOCK =
            Pattern.compile("<!-- (run|shows) -->\\n```[a-z]*\\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path folder;

    @Test
    void showsWhatComesOutOfTheMessagesThatItSends() throws Exception {
        // given
        List<Block> blocks = blocks();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(5);
        try (DemoProcess demo = DemoProcess.start(folder)) {
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> demo.text().contains("stays up until Ctrl-C") || !demo.alive());
            assertThat(demo.alive()).as(demo::text).isTrue();
            // when / then
            String shown = "";
            for (Block block : blocks) {
                if (block.run()) {
                    shown = run(onPortsOf(demo, block.text()));
                } else {
                    assertShows(demo, block, shown);
                }
            }
        }
    }

    private record Block(boolean run, String text, String before) {}

    /** The blocks in order; one that shows something knows the commands before it. */
    private static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(Path.of("README.md")));
        while (matcher.find()) {
            String before = blocks.isEmpty() ? "" : blocks.getLast().text();
            blocks.add(new Block(matcher.group(1).equals("run"), matcher.group(2), before));
        }
        return blocks;
    }

    /**
     * Deliveries take a moment: what only reads is read again until it shows what the README says.
     */
    private void assertShows(DemoProcess demo, Block block, String first) {
        String[] lines = block.text().split("\n", -1);
        boolean onlyReads =
                block.before().lines().allMatch(line -> line.isBlank() || line.startsWith("curl"));
        String[] shown = {first};
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    if (onlyReads) {
                        shown[0] = run(onPortsOf(demo, block.before()));
                    }
                    assertThat(shown[0]).contains(lines);
                });
    }

    private static String onPortsOf(DemoProcess demo, String commands) {
        int http = demo.ports.get(0);
        int mllp = demo.ports.get(2);
        return commands.replace(
                        "./trepart send",
                        "./trepart send --mllp localhost:%d --http http://localhost:%d/api/events"
                                .formatted(mllp, http))
                .replace("localhost:8080", "localhost:" + http)
                .replace("localhost:2586", "localhost:" + demo.ports.get(5))
                .replace("localhost:2587", "localhost:" + demo.ports.get(7));
    }

    private String run(String commands) throws IOException, InterruptedException {
        Path output = folder.resolve("shown");
        Process process =
                new ProcessBuilder("bash", "-c", commands)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        process.waitFor();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
