package se.trepart.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The launcher, in a house of its own where java and Maven only tell what they were asked. */
class LauncherIT {
    @TempDir private Path folder;
    private Path house = Path.of("");

    @BeforeEach
    void buildsAHouse() throws IOException {
        house = Files.createDirectories(folder.resolve("house"));
        Files.createDirectories(house.resolve("src/main"));
        Files.writeString(house.resolve("pom.xml"), "<project/>");
        Files.copy(Path.of("trepart"), house.resolve("trepart"));
        script(
                folder.resolve("bin/mvn"),
                "echo built >> builds; sleep 1; mkdir -p target; echo jar > target/trepart.jar");
        script(
                folder.resolve("jdk/bin/java"),
                """
                before=
                for a in "$@"; do
                    if [ "$before" = --destination ]; then
                        echo spread >> spreads; mkdir -p "$a"; echo jar > "$a/trepart.jar"; exit 0
                    fi
                    before=$a
                done
                pwd; for a in "$@"; do echo "<$a>"; done
                """);
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    }

    @Test
    void buildsOnceWhenSeveralStartAtTheSameTime() throws Exception {
        // when
        List<Process> launches = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            launches.add(launch(house, "--help"));
        }
        for (Process launch : launches) {
            assertThat(launch.waitFor()).isZero();
        }
        // then
        assertThat(house.resolve("builds")).hasContent("built");
        assertThat(house.resolve("spreads")).hasContent("spread");
    }

    @Test
    void buildsAgainWhenASourceIsNewerThanTheJar() throws Exception {
        // given
        run(house, "--help");
        run(house, "--help");
        assertThat(house.resolve("builds")).hasContent("built");
        // when
        Path source = Files.writeString(house.resolve("src/main/A.java"), "class A {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        run(house, "--help");
        // then
        assertThat(house.resolve("builds")).hasContent("built\nbuilt");
    }

    @Test
    void runsInTheRootAndKeepsFileNamesThatWereTypedElsewhere() throws Exception {
        // given
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("a message.hl7"), "MSH");
        // when
        String text =
                run(elsewhere, "send", "a message.hl7", "--mllp", "there:1", "--witness=w.ndjson");
        // then
        Path real = elsewhere.toRealPath();
        assertThat(text.lines())
                .containsSubsequence(
                        house.toRealPath().toString(),
                        "<send>",
                        "<" + real.resolve("a message.hl7") + ">",
                        "<--mllp>",
                        "<there:1>",
                        "<--witness=" + real.resolve("w.ndjson") + ">");
    }

    @Test
    void saysWhatToDoWhenNoJdkIsNewEnough() throws Exception {
        // given: a launcher that wants a JDK which does not exist
        Path launcher = house.resolve("trepart");
        Files.writeString(launcher, Files.readString(launcher).replace("wanted=25", "wanted=999"));
        // when
        Process launch = launch(house, "--help");
        String text = text(launch);
        // then
        assertThat(launch.waitFor()).isEqualTo(70);
        assertThat(text).contains("Hittar ingen JDK", "No JDK", "JAVA_HOME");
    }

    private String run(Path from, String... arguments) throws Exception {
        Process launch = launch(from, arguments);
        String text = text(launch);
        assertThat(launch.waitFor()).as(text).isZero();
        return text;
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process launch(Path from, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(house.resolve("trepart").toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).directory(from.toFile());
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment()
                .merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        return builder.redirectErrorStream(true).start();
    }

    private static void script(Path file, String commands) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + commands + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
