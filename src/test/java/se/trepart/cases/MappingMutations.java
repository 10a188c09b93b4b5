package se.trepart.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import se.trepart.mapping.MappingSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Alters each line of the mappings and each row of the code tables in turn: a case must fail, or
 * one of the tables beside the cases that say what a mapping makes. Not part of the default build,
 * since it plays them some thousand times: {@code mvn test -Dtest=MappingMutations}.
 */
class MappingMutations {
    private static final Path MAPPINGS = Path.of("mappings");
    private static final double LEAST = 0.95;

    /** No mapping and no table: it judges the dialects when they are read, see DialectsTest. */
    private static final Set<String> BESIDE = Set.of("feed/dialect.schema.json");

    /** What says the same when it is altered as we alter it; nothing else may. */
    private static final Set<String> EQUIVALENT = equivalent();

    private final Map<String, byte[]> files = files();
    private final List<Proof> proofs = proofs();

    /** Those that fell to an altered file are tried first at the file's next line. */
    private final Map<String, ConcurrentLinkedDeque<Proof>> quick = new ConcurrentHashMap<>();

    /** One line, altered: what became of it. */
    private record Mutant(String file, int line, String text, Fate fate) {
        String key() {
            return file + " " + text.strip();
        }
    }

    private enum Fate {
        /** It does not load: whoever wrote it is told at once. */
        STILLBORN,
        KILLED,
        SURVIVED
    }

    @Test
    void eachLineAlteredInTurnFailsACase() throws InterruptedException, ExecutionException {
        // given
        var shipped = MappingSet.of(files);
        assertThat(proofs.stream().filter(proof -> !proof.holds(shipped)).map(Proof::name))
                .as("the mappings as they are")
                .isEmpty();
        // when
        var mutants = played();
        // then
        var counts = new TreeMap<String, int[]>();
        var survivors = new ArrayList<String>();
        var wronglyExcused = new ArrayList<String>();
        for (var mutant : mutants) {
            if (EQUIVALENT.contains(mutant.key())) {
                if (mutant.fate() == Fate.KILLED) {
                    wronglyExcused.add(mutant.key());
                }
                continue;
            }
            if (mutant.fate() != Fate.STILLBORN) {
                var count = counts.computeIfAbsent(mutant.file(), any -> new int[2]);
                count[0]++;
                count[1] += mutant.fate() == Fate.KILLED ? 1 : 0;
            }
            if (mutant.fate() == Fate.SURVIVED) {
                survivors.add(mutant.file() + ":" + mutant.line() + " " + mutant.text().strip());
            }
        }
        counts.forEach(
                (file, count) -> System.out.println(file + ": " + count[1] + " of " + count[0]));
        survivors.forEach(survivor -> System.out.println("survived " + survivor));
        var all = counts.values().stream().mapToInt(count -> count[0]).sum();
        var killed = counts.values().stream().mapToInt(count -> count[1]).sum();
        System.out.printf("%d of %d lines failed a case when altered%n", killed, all);
        assertThat(wronglyExcused).as("said to be equivalent, and killed").isEmpty();
        assertThat((double) killed / all)
                .as("survivors %s", survivors)
                .isGreaterThanOrEqualTo(LEAST);
    }

    /** By file and line, as {@code tables/equivalent.csv} lists them with their reasons. */
    private static Set<String> equivalent() {
        try {
            return Files.readAllLines(Path.of("src/test/resources/tables/equivalent.csv")).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ; ", -1))
                    .map(row -> row[0] + " " + row[1])
                    .collect(Collectors.toSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private List<Mutant> played() throws InterruptedException, ExecutionException {
        var only = System.getProperty("mutate.only", ".*");
        var playing = new ArrayList<Future<Mutant>>();
        var mutants = new ArrayList<Mutant>();
        try (var threads = Executors.newFixedThreadPool(Integer.getInteger("mutate.threads", 2))) {
            files.keySet().stream()
                    .filter(file -> file.matches(".*\\.(jslt|ya?ml|json)"))
                    .filter(file -> !file.startsWith("events/") && !BESIDE.contains(file))
                    .filter(file -> file.matches(only))
                    .sorted()
                    .forEach(file -> {
                        var lines = text(file).lines().toList();
                        for (var at = 0; at < lines.size(); at++) {
                            var line = at;
                            if (Alterations.means(lines.get(at))) {
                                playing.add(
                                        threads.submit(() ->
                                                new Mutant(
                                                        file,
                                                        line + 1,
                                                        lines.get(line),
                                                        fate(file, lines, line))));
                            }
                        }
                    });
            for (var one : playing) {
                mutants.add(one.get());
            }
        }
        return mutants;
    }

    private Fate fate(String file, List<String> lines, int at) {
        for (var altered : Alterations.of(file, lines.get(at))) {
            var text = new ArrayList<>(lines);
            text.set(at, altered);
            var all = new HashMap<>(files);
            all.put(file, (String.join("\n", text) + "\n").getBytes(StandardCharsets.UTF_8));
            MappingSet set;
            try {
                set = MappingSet.of(all);
            } catch (RuntimeException notLoaded) {
                continue;
            }
            return falls(file, set) ? Fate.KILLED : Fate.SURVIVED;
        }
        return Fate.STILLBORN;
    }

    private boolean falls(String file, MappingSet mappings) {
        var first = quick.computeIfAbsent(file, any -> new ConcurrentLinkedDeque<>());
        var order = new LinkedHashSet<>(first);
        order.addAll(proofs);
        for (var each : order) {
            if (each.concerns(file) && !each.holds(mappings)) {
                if (!first.contains(each)) {
                    first.addFirst(each);
                }
                return true;
            }
        }
        return false;
    }

    private List<Proof> proofs() {
        var shipped = MappingSet.of(files);
        var all = new ArrayList<Proof>();
        Case.all().forEach(each -> all.addAll(CaseProofs.of(each, shipped)));
        all.addAll(TableProofs.all());
        return all;
    }

    private String text(String file) {
        return new String(files.getOrDefault(file, new byte[0]), StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> files() {
        var all = new HashMap<String, byte[]>();
        try (var walk = Files.walk(MAPPINGS)) {
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                all.put(
                        MAPPINGS.relativize(file).toString().replace('\\', '/'),
                        Files.readAllBytes(file));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }
}
