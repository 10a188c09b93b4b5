package se.trepart.consultation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which consultation a visit, or a message of the hospital, belongs to (contract 3.2). */
class JoiningTest {
    private static final VisitKey ONE = new VisitKey(Told.VC, "B-1");
    private static final VisitKey TWO = new VisitKey(Told.VC, "B-2");
    private static final LocalDate DAY = LocalDate.parse("2023-03-14");

    // --- Visits ---

    @ParameterizedTest
    @CsvSource({"08:00,true", "07:59,false", "10:00,true", "12:00,true", "12:01,false"})
    void aVisitBelongsToTheConsultationWithinTwoHoursOfItsStart(String start, boolean joined) {
        // when
        var joins = VisitJoining.join(visits(ONE, start), List.of(asked("K-1", "10:00")));
        // then
        assertThat(joins)
                .isEqualTo(
                        joined
                                ? List.of(
                                        new VisitJoining.Join(
                                                ONE, new ConsultationId("K-1"), false))
                                : List.of());
    }

    @Test
    void aVisitBetweenTwoConsultationsIsParkedOnBoth() {
        // when
        var joins =
                VisitJoining.join(
                        visits(ONE, "10:00"),
                        List.of(asked("K-1", "09:30"), asked("K-2", "11:00")));
        // then
        assertThat(joins).hasSize(2).allMatch(VisitJoining.Join::parked);
    }

    @Test
    void twoVisitsNearOneConsultationAreBothParked() {
        // given
        var visits =
                List.of(
                        new VisitJoining.Visit(ONE, Optional.of(instant("09:30"))),
                        new VisitJoining.Visit(TWO, Optional.of(instant("10:30"))));
        // then
        assertThat(VisitJoining.join(visits, List.of(asked("K-1", "10:00"))))
                .hasSize(2)
                .allMatch(VisitJoining.Join::parked);
    }

    @Test
    void aVisitThatIsNamedBelongsWhereItIsNamedAndLeavesTheOtherFree() {
        // given
        var visits =
                List.of(
                        new VisitJoining.Visit(ONE, Optional.of(instant("09:30"))),
                        new VisitJoining.Visit(TWO, Optional.of(instant("10:30"))));
        var naming =
                new VisitJoining.Candidate(
                        new ConsultationId("K-1"), Optional.of(ONE), Optional.of(instant("18:00")));
        // when
        var joins = VisitJoining.join(visits, List.of(naming, asked("K-2", "10:00")));
        // then
        assertThat(joins)
                .containsExactlyInAnyOrder(
                        new VisitJoining.Join(ONE, new ConsultationId("K-1"), false),
                        new VisitJoining.Join(TWO, new ConsultationId("K-2"), false));
    }

    @Test
    void twoConsultationsOfOneVisitBothHaveIt() {
        // given
        var candidates =
                List.of(
                        new VisitJoining.Candidate(
                                new ConsultationId("K-1"), Optional.of(ONE), Optional.empty()),
                        new VisitJoining.Candidate(
                                new ConsultationId("K-2"), Optional.of(ONE), Optional.empty()));
        // then
        assertThat(VisitJoining.join(visits(ONE, "10:00"), candidates))
                .hasSize(2)
                .noneMatch(VisitJoining.Join::parked);
    }

    @Test
    void whatHasNoStartIsNearNothing() {
        assertThat(
                        VisitJoining.join(
                                List.of(new VisitJoining.Visit(ONE, Optional.empty())),
                                List.of(asked("K-1", "10:00"))))
                .isEmpty();
        assertThat(
                        VisitJoining.join(
                                visits(ONE, "10:00"),
                                List.of(
                                        new VisitJoining.Candidate(
                                                new ConsultationId("K-1"),
                                                Optional.empty(),
                                                Optional.empty()))))
                .isEmpty();
    }

    // --- Messages of the hospital ---

    @Test
    void theContactNumberGoesBeforeTheRemissAndTheRemissBeforeTheVisitAndTheVisitBeforeTheDay() {
        // given
        var byDay = known("K-day").with(DAY);
        var byVisit = known("K-visit").with(ONE);
        var byRemiss = known("K-remiss").withRemiss("R-1");
        var byContact = known("K-contact").withContact("C-1");
        var stray = stray(Optional.of(ONE), Optional.of("C-1"), Optional.of("R-1"));
        // then
        assertThat(found(stray, byDay, byVisit, byRemiss, byContact)).isEqualTo("K-contact");
        assertThat(found(stray, byDay, byVisit, byRemiss)).isEqualTo("K-remiss");
        assertThat(found(stray, byDay, byVisit)).isEqualTo("K-visit");
        assertThat(found(stray, byDay)).isEqualTo("K-day");
        assertThat(found(stray)).isEqualTo("");
    }

    @Test
    void onlyThePatientsOwnWithThatClinicOnThatDayIsFoundByTheDay() {
        // given
        var stray = stray(Optional.empty(), Optional.empty(), Optional.empty());
        // then
        assertThat(found(stray, known("K-1").with(DAY.plusDays(1)))).isEmpty();
        assertThat(found(stray, known("K-1").with(DAY).of("somebody else"))).isEmpty();
        assertThat(found(stray, known("K-1").with(DAY).at(Told.NEURO))).isEmpty();
        assertThat(found(stray, known("K-1").with(DAY).enteredInError())).isEmpty();
    }

    @Test
    void anotherPatientsConsultationIsNotFoundByAnyNumber() {
        // given
        var stray = stray(Optional.of(ONE), Optional.of("C-1"), Optional.of("R-1"));
        var others =
                known("K-1")
                        .with(ONE)
                        .withContact("C-1")
                        .withRemiss("R-1")
                        .with(DAY)
                        .of("somebody else");
        // then
        assertThat(found(stray, others)).isEmpty();
    }

    @Test
    void oneThatASpecialistHasJoinedGoesBeforeOneThatNobodyHas() {
        // given
        var stray = stray(Optional.empty(), Optional.empty(), Optional.empty());
        // then
        assertThat(found(stray, known("K-1").with(DAY), known("K-2").with(DAY).joined()))
                .isEqualTo("K-2");
    }

    @Test
    void severalThatFitAreAllListedAndNoneIsTaken() {
        // given
        var stray = stray(Optional.empty(), Optional.empty(), Optional.empty());
        // when
        var several =
                StrayJoining.join(
                        stray,
                        List.of(known("K-2").with(DAY).made(), known("K-1").with(DAY).made()));
        // then
        assertThat(several.parked()).isTrue();
        assertThat(several.consultations())
                .containsExactly(new ConsultationId("K-1"), new ConsultationId("K-2"));
    }

    @Test
    void oneOfTheSendersOwnClinicGoesBeforeAnotherOfTheSameVisit() {
        // given
        var stray = stray(Optional.of(ONE), Optional.empty(), Optional.empty());
        // then
        assertThat(found(stray, known("K-1").with(ONE).at(Told.NEURO), known("K-2").with(ONE)))
                .isEqualTo("K-2");
    }

    @Test
    void aReplyGoesToTheVisitThatItsRemissNames() {
        // given
        var reply = stray(Optional.empty(), Optional.empty(), Optional.of("R-1"));
        // then
        assertThat(reply.atVisitOf(Set.of(ONE)).visit()).hasValue(ONE);
        assertThat(reply.atVisitOf(Set.of(ONE, TWO)).visit()).isEmpty();
        assertThat(reply.atVisitOf(Set.of())).isEqualTo(reply);
        assertThat(
                        stray(Optional.of(TWO), Optional.empty(), Optional.of("R-1"))
                                .atVisitOf(Set.of(ONE))
                                .visit())
                .hasValue(TWO);
        assertThat(reply.atVisitOf(Set.of(ONE)))
                .isEqualTo(stray(Optional.of(ONE), Optional.empty(), Optional.of("R-1")));
    }

    // --- Two places at once (R1) ---

    @Test
    void aPatientWhoIsAtTwoVardcentralerAtOnceIsFoundAndAtOneIsNot() {
        // given
        var here = stay(ONE, "10:00", "11:00");
        var there = new VisitKey(Told.OTHER_VC, "C-1");
        // then
        assertThat(Stay.overlapping(List.of(here, stay(there, "10:30", "10:40"))))
                .containsExactly(ONE, there);
        assertThat(Stay.overlapping(List.of(here, stay(there, "11:00", "11:30")))).isEmpty();
        assertThat(Stay.overlapping(List.of(here, stay(there, "09:00", "10:00")))).isEmpty();
        assertThat(Stay.overlapping(List.of(here, stay(TWO, "10:30", "10:40")))).isEmpty();
    }

    @Test
    void aStayLastsFromItsStartToItsEndOrToMidnightAndACancelledOneIsNone() {
        // given
        var open = Told.nothing().started("10:00");
        // then
        assertThat(Stay.of(ONE, open.events()))
                .hasValue(new Stay(ONE, instant("10:00"), Instant.parse("2023-03-14T23:00:00Z")));
        assertThat(Stay.of(ONE, Told.nothing().started("10:00").ended("11:00").events()))
                .hasValue(stay(ONE, "10:00", "11:00"));
        assertThat(Stay.of(ONE, open.visitCancelled("10:10", "other").events())).isEmpty();
        assertThat(Stay.of(ONE, Told.nothing().ended("11:00").events())).isEmpty();
    }

    private static Stay stay(VisitKey visit, String from, String until) {
        return new Stay(visit, instant(from), instant(until));
    }

    private static Instant instant(String time) {
        return Told.at(time).toInstant();
    }

    private static List<VisitJoining.Visit> visits(VisitKey key, String start) {
        return List.of(new VisitJoining.Visit(key, Optional.of(instant(start))));
    }

    private static VisitJoining.Candidate asked(String id, String start) {
        return new VisitJoining.Candidate(
                new ConsultationId(id), Optional.empty(), Optional.of(instant(start)));
    }

    private static StrayJoining.Stray stray(
            Optional<VisitKey> visit, Optional<String> contact, Optional<String> referral) {
        return new StrayJoining.Stray(
                visit,
                Optional.of("patient"),
                Optional.of(Told.ORTO),
                Optional.of(DAY),
                contact,
                referral);
    }

    private static String found(StrayJoining.Stray stray, Known... candidates) {
        var found = StrayJoining.join(stray, Arrays.stream(candidates).map(Known::made).toList());
        assertThat(found.parked()).isFalse();
        return found.consultations().stream().map(ConsultationId::value).findFirst().orElse("");
    }

    private static Known known(String id) {
        return new Known(
                id, "patient", Told.ORTO, Set.of(), Set.of(), false, false, Set.of(), Set.of());
    }

    /** A consultation as it is known, fact by fact. */
    private record Known(
            String id,
            String person,
            HsaId clinic,
            Set<VisitKey> visits,
            Set<LocalDate> days,
            boolean isJoined,
            boolean isError,
            Set<String> contacts,
            Set<String> remisser) {
        StrayJoining.Candidate made() {
            return new StrayJoining.Candidate(
                    new ConsultationId(id),
                    visits,
                    Optional.of(person),
                    Optional.of(clinic),
                    days,
                    isJoined,
                    isError,
                    contacts,
                    remisser);
        }

        Known with(VisitKey visit) {
            return new Known(
                    id, person, clinic, Set.of(visit), days, isJoined, isError, contacts, remisser);
        }

        Known with(LocalDate day) {
            return new Known(
                    id, person, clinic, visits, Set.of(day), isJoined, isError, contacts, remisser);
        }

        Known withContact(String number) {
            return new Known(
                    id, person, clinic, visits, days, isJoined, isError, Set.of(number), remisser);
        }

        Known withRemiss(String number) {
            return new Known(
                    id, person, clinic, visits, days, isJoined, isError, contacts, Set.of(number));
        }

        Known of(String patient) {
            return new Known(
                    id, patient, clinic, visits, days, isJoined, isError, contacts, remisser);
        }

        Known at(HsaId unit) {
            return new Known(id, person, unit, visits, days, isJoined, isError, contacts, remisser);
        }

        Known joined() {
            return new Known(id, person, clinic, visits, days, true, isError, contacts, remisser);
        }

        Known enteredInError() {
            return new Known(id, person, clinic, visits, days, isJoined, true, contacts, remisser);
        }
    }
}
