package se.trepart.consultation;

import static org.assertj.core.api.Assertions.assertThat;

import static se.trepart.consultation.Told.ORTO;
import static se.trepart.consultation.Told.PATIENT;
import static se.trepart.consultation.Told.nothing;
import static se.trepart.consultation.Told.patient;
import static se.trepart.consultation.Told.visit;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** What later events leave untold stays as earlier ones told it. */
class PersonTest {
    private static final EventData.Patient ALL =
            new EventData.Patient(
                    PATIENT,
                    Optional.of(
                            new EventData.PersonName(
                                    Optional.of("Åkesson"), Optional.of("Linnéa"))),
                    Optional.of("1890-01-01"),
                    Optional.of("female"),
                    Optional.of(
                            new EventData.Address(
                                    Optional.of("Storgatan 1, Lund"),
                                    List.of(),
                                    Optional.empty(),
                                    Optional.empty())),
                    Optional.of("+46701234567"),
                    Optional.of(Protection.SEKRETESSMARKERING));

    private static Optional<Person> person(EventData.Patient first, EventData.Patient then) {
        return nothing()
                .event("09:00", new EventData.VisitStarted(first, visit(), Optional.empty()))
                .event("09:10", new EventData.PatientUpdated(then, Optional.empty()))
                .state()
                .patient();
    }

    @Test
    void keepsWhatALaterEventDoesNotTell() {
        // when
        var person = person(ALL, patient(PATIENT)).orElseThrow();
        // then
        assertThat(person.name()).isEqualTo(ALL.name());
        assertThat(person.birthDate()).isEqualTo(ALL.birthDate());
        assertThat(person.gender()).isEqualTo(ALL.gender());
        assertThat(person.address()).isEqualTo(ALL.address());
        assertThat(person.phone()).isEqualTo(ALL.phone());
        assertThat(person.protection()).isEqualTo(Protection.SEKRETESSMARKERING);
    }

    @Test
    void takesWhatALaterEventTells() {
        // when
        var person = person(patient(PATIENT), ALL).orElseThrow();
        // then
        assertThat(person.name()).isEqualTo(ALL.name());
        assertThat(person.phone()).isEqualTo(ALL.phone());
    }

    @Test
    void aSpecialistWhoLeavesUnnamedKeepsTheNameToldAtTheJoin() {
        // given
        var named =
                new EventData.Actor(
                        HsaId.parse("SE162321000255-SPEC1"),
                        Optional.of(
                                new EventData.PersonName(Optional.of("Ek"), Optional.of("Siv"))));
        // when
        var state =
                nothing()
                        .requested("10:00")
                        .event("10:05", new EventData.SpecialistJoined(named, ORTO))
                        .left("10:20")
                        .state();
        // then
        assertThat(state.call().presences())
                .singleElement()
                .satisfies(presence ->
                        assertThat(presence.specialist().name()).isEqualTo(named.name()));
    }
}
