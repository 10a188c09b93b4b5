package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Paging while resources change, move in the order, go and come. Replay with {@code -Dseed=N}. */
@NullUnmarked
class PagingPropertyIT {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final List<String> SORTS =
            List.of(
                    "",
                    "_id",
                    "-_lastUpdated",
                    "_lastUpdated",
                    "authored-on",
                    "-authored-on",
                    "priority,-authored-on",
                    "-status,_id",
                    "identifier");
    private static final List<String> PRIORITIES = List.of("routine", "urgent", "asap", "stat");
    private static RunningFacade facade;
    private final Random random = new Random(SEED);
    private Instant clock = Instant.parse("2023-03-14T11:00:00Z");

    @BeforeAll
    static void start() {
        facade = new RunningFacade();
    }

    @AfterAll
    static void stop() {
        facade.close();
    }

    @Test
    void nothingIsLostOrComesTwiceWhileDataChange() {
        for (var round = 0; round < 40; round++) {
            // given
            facade.empty();
            IntStream.range(0, 30).forEach(number -> write("t" + number));
            var steady =
                    new HashSet<>(IntStream.range(0, 30).mapToObj(number -> "t" + number).toList());
            var sort = SORTS.get(random.nextInt(SORTS.size()));
            var next =
                    "Task?intent=order&_count="
                            + (1 + random.nextInt(7))
                            + (sort.isEmpty() ? "" : "&_sort=" + sort);
            var seen = new ArrayList<String>();
            // when
            while (next != null) {
                var page = RunningFacade.json(facade.get(next).body());
                seen.addAll(RunningFacade.entries(page, "match"));
                next = RunningFacade.link(page, "next");
                for (var change = 0; change < 5; change++) {
                    var id = "t" + random.nextInt(40);
                    if (random.nextInt(4) == 0) {
                        facade.write(id, clock);
                        steady.remove(id);
                    } else {
                        write(id);
                    }
                }
            }
            // then
            assertThat(seen)
                    .as("seed %d, round %d, sort %s", SEED, round, sort)
                    .doesNotHaveDuplicates()
                    .containsAll(steady);
        }
    }

    @Test
    void pagesInTheOrderThatOnePageWouldHave() {
        // given
        facade.empty();
        IntStream.range(0, 60).forEach(number -> write("t" + number));
        for (var sort : SORTS) {
            var whole = facade.found("Task?_sort=" + (sort.isEmpty() ? "_id" : sort));
            var paged = new ArrayList<String>();
            var next = "Task?_count=7&_sort=" + (sort.isEmpty() ? "_id" : sort);
            // when
            while (next != null) {
                var page = RunningFacade.json(facade.get(next).body());
                paged.addAll(RunningFacade.entries(page, "match"));
                next = RunningFacade.link(page, "next");
            }
            // then
            assertThat(paged)
                    .as("seed %d, sort %s", SEED, sort)
                    .hasSize(60)
                    .startsWith(whole.toArray(String[]::new));
        }
    }

    private void write(String id) {
        clock = clock.plusMillis(random.nextInt(3));
        var authored =
                random.nextInt(5) == 0
                        ? ""
                        : ",'authoredOn':'2023-03-" + (10 + random.nextInt(9)) + "'";
        var priority =
                random.nextInt(5) == 0
                        ? ""
                        : ",'priority':'" + PRIORITIES.get(random.nextInt(4)) + "'";
        var identifier =
                random.nextInt(2) == 0
                        ? ""
                        : ",'identifier':[{'value':'å" + random.nextInt(9) + "'},{'value':'z'}]";
        facade.write(
                id,
                clock,
                "{'resourceType':'Task','id':'"
                        + id
                        + "','intent':'order','status':'"
                        + (random.nextBoolean() ? "ready" : "completed")
                        + "'"
                        + authored
                        + priority
                        + identifier
                        + "}");
    }
}
