package se.trepart.consultation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import se.trepart.mapping.MappingSet;
import se.trepart.mapping.RegistrationJson;
import se.trepart.mapping.StateJson;
import se.trepart.registry.Registry;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Law 3 on the pure fold: any permutation and any duplication of the same events gives the same
 * state and the same targets. {@code -Dseed=…} plays a run again, {@code -Dtries=…} makes it
 * longer.
 */
class FoldPropertyTest {
    private static final int TRIES = Integer.getInteger("tries", 1_000);
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    private static final Registry REGISTRY = MappingSet.load(Path.of("mappings")).registry();
    private static final StateJson STATE = new StateJson(new OpaqueIds(new byte[16]), REGISTRY);

    @Test
    void everyPermutationAndDuplicationGivesTheSameStateAndTargets() {
        System.out.println("FoldPropertyTest: -Dseed=" + SEED + " -Dtries=" + TRIES);
        var random = new Random(SEED);
        for (var number = 0; number < TRIES; number++) {
            // given
            var events = new RandomEvents(random).some();
            var expected = outcome(events);
            for (var arrival = 0; arrival < 3; arrival++) {
                // when
                var arrived = arrived(events, random);
                // then
                assertThat(outcome(arrived))
                        .as("try %s of seed %s: %s", number, SEED, events)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aVisitsJoinsAreTheSameInEveryOrder() {
        System.out.println("FoldPropertyTest: -Dseed=" + SEED + " -Dtries=" + TRIES);
        var random = new Random(SEED);
        for (var number = 0; number < TRIES; number++) {
            // given
            var visits = new ArrayList<VisitJoining.Visit>();
            var consultations = new ArrayList<VisitJoining.Candidate>();
            for (var index = 0; index < random.nextInt(4); index++) {
                visits.add(new VisitJoining.Visit(key(index), start(random)));
            }
            for (var index = 0; index < random.nextInt(4); index++) {
                consultations.add(
                        new VisitJoining.Candidate(
                                new ConsultationId("K-" + index),
                                random.nextInt(4) == 0
                                        ? Optional.of(key(random.nextInt(4)))
                                        : Optional.empty(),
                                start(random)));
            }
            var expected = java.util.Set.copyOf(VisitJoining.join(visits, consultations));
            // when
            Collections.shuffle(visits, random);
            Collections.shuffle(consultations, random);
            // then
            assertThat(VisitJoining.join(visits, consultations))
                    .as("try %s of seed %s", number, SEED)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static VisitKey key(int number) {
        return new VisitKey(Told.VC, "B-" + number);
    }

    private static Optional<Instant> start(Random random) {
        return random.nextInt(6) == 0
                ? Optional.empty()
                : Optional.of(
                        Told.at("10:00").toInstant().plusSeconds(1_800L * random.nextInt(12)));
    }

    /** Every event at least once, some of them more often, and recorded at other times. */
    private static List<Event> arrived(List<Event> events, Random random) {
        var all = new ArrayList<Event>();
        for (var event : events) {
            for (var copies = random.nextInt(4) == 0 ? 3 : 1; copies > 0; copies--) {
                all.add(
                        new Event(
                                event.source(),
                                event.id(),
                                event.sequence(),
                                event.time(),
                                Instant.ofEpochSecond(random.nextInt()),
                                event.data()));
            }
        }
        Collections.shuffle(all, random);
        return all;
    }

    /** The state as the log keeps it, and what both record systems shall hold. */
    private static String outcome(Collection<Event> events) {
        var state = Told.state(List.copyOf(events));
        var visit = state.visit().key();
        return STATE.write(state).toPrettyString()
                + state.pasisRegistration().map(RegistrationJson::pasis)
                + state.pasisRegistration().map(PasisRegistration::missing)
                + visit.flatMap(key -> PrimaryCareRegistration.of(key, List.of(state)))
                        .map(RegistrationJson::primaryCare)
                + state.patient();
    }
}
