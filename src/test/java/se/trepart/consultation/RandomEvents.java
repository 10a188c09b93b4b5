package se.trepart.consultation;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Sets of events that a day could bring, and some that it should not: all types, several sources
 * with and without an order of their own, equal times, and the nights of the clock change.
 */
final class RandomEvents {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final List<Instant> DAYS =
            List.of(
                    Instant.parse("2023-03-14T08:00:00Z"),
                    Instant.parse("2023-03-26T00:30:00Z"),
                    Instant.parse("2023-10-29T00:00:00Z"));
    private static final List<String> SOURCES =
            List.of("urn:hl7v2:VC:A", "https://video.example.se/", "https://journal.example.se/");
    private static final List<Personidentitet> PATIENTS =
            List.of(
                    Told.PATIENT,
                    Told.SOMEBODY_ELSE,
                    Personidentitet.parse(Identitetstyp.RESERVNUMMER, "19700101TF43"));

    private final Random random;
    private final Instant day;

    RandomEvents(Random random) {
        this.random = random;
        this.day = one(DAYS);
    }

    List<Event> some() {
        var events = new ArrayList<Event>();
        var count = 1 + random.nextInt(14);
        for (var index = 0; index < count; index++) {
            events.add(
                    new Event(
                            one(SOURCES),
                            "e" + index,
                            random.nextInt(3) == 0
                                    ? Optional.of(Integer.toString(random.nextInt(12)))
                                    : Optional.empty(),
                            time(),
                            Instant.EPOCH,
                            data()));
        }
        return events;
    }

    private EventData data() {
        return switch (random.nextInt(21)) {
            case 0, 1 -> requested();
            case 2 -> booked();
            case 3 -> new EventData.ConsultationRescheduled(slot());
            case 4 -> new EventData.ConsultationCancelled("patient", "r" + random.nextInt(3));
            case 5 -> new EventData.VisitStarted(patient(), visit(), maybe(actor("DOC")));
            case 6 ->
                    new EventData.PatientUpdated(
                            patient(),
                            random.nextBoolean() ? Optional.of(one(PATIENTS)) : Optional.empty());
            case 7 -> new EventData.VisitEnded(visit());
            case 8 ->
                    new EventData.VisitCancelled(
                            visit(), random.nextBoolean() ? "patient-no-show" : "cancelled");
            case 9, 10, 11 -> new EventData.SpecialistJoined(actor("SPEC"), clinic());
            case 12, 13 -> new EventData.SpecialistLeft(actor("SPEC"), clinic());
            case 14 -> new EventData.ConsultationFailed("technical");
            case 15 -> new EventData.OutcomeRecorded("referral-needed", actor("DOC"));
            case 16 -> medical();
            case 17 -> new EventData.VisitCodesRecorded(visit(), List.of(KvaKod.XS004));
            case 18 -> referral();
            case 19 ->
                    random.nextBoolean()
                            ? new EventData.RegistrationRefused("pasis")
                            : new EventData.RegistrationReleased("pasis");
            default ->
                    random.nextInt(3) == 0
                            ? new EventData.ConsultationEnteredInError("mistake")
                            : new EventData.RegistrationVerified(actor("SEC"));
        };
    }

    private EventData requested() {
        return new EventData.ConsultationRequested(
                patient(),
                visit(),
                actor("DOC"),
                "ortopedi",
                clinic(),
                maybe(new EventData.Question(Optional.of("q" + random.nextInt(3)), List.of())),
                maybe("yes"));
    }

    private EventData booked() {
        return new EventData.ConsultationBooked(
                patient(),
                visit(),
                actor("DOC"),
                "neurologi",
                clinic(),
                maybe(actor("SPEC")),
                slot(),
                maybe(new EventData.Meeting("https://video.example.se/" + random.nextInt(3))),
                Optional.empty());
    }

    private EventData medical() {
        return new EventData.MedicalRegistrationRecorded(
                Stream.of("S836", "G439", "M239")
                        .filter(code -> random.nextBoolean())
                        .map(code ->
                                new EventData.Diagnosis(new DiagnosKod(code), random.nextBoolean()))
                        .toList(),
                random.nextBoolean() ? List.of(KvaKod.parse("AV029")) : List.of(),
                maybe(actor("DOC")));
    }

    private EventData referral() {
        var id = "R" + random.nextInt(2);
        return switch (random.nextInt(3)) {
            case 0 -> new EventData.ReferralSent(id, Told.VC, clinic());
            case 1 -> new EventData.ReferralAccepted(id, maybe("V" + random.nextInt(2)));
            default -> new EventData.ReferralReturned(id, "r" + random.nextInt(3));
        };
    }

    private EventData.Patient patient() {
        return new EventData.Patient(
                random.nextInt(4) == 0 ? one(PATIENTS) : Told.PATIENT,
                maybe(
                        new EventData.PersonName(
                                Optional.of("F" + random.nextInt(3)), Optional.empty())),
                Optional.empty(),
                maybe("female"),
                Optional.empty(),
                maybe("0" + random.nextInt(9)),
                maybe(one(List.of(Protection.values()))));
    }

    private EventData.Visit visit() {
        return new EventData.Visit(
                maybe("B-" + random.nextInt(2)), random.nextInt(5) == 0 ? Told.OTHER_VC : Told.VC);
    }

    private EventData.Slot slot() {
        var start = time();
        return new EventData.Slot(start, start.plusMinutes(20));
    }

    private EventData.Actor actor(String kind) {
        return new EventData.Actor(
                HsaId.parse("SE162321000255-" + kind + random.nextInt(2)),
                maybe(
                        new EventData.PersonName(
                                Optional.of("A" + random.nextInt(3)), Optional.empty())));
    }

    private HsaId clinic() {
        return random.nextInt(4) == 0 ? Told.NEURO : Told.ORTO;
    }

    /** Ten minutes apart within three hours, so that many are equal; in one of three offsets. */
    private OffsetDateTime time() {
        var instant = day.plusSeconds(600L * random.nextInt(18));
        return switch (random.nextInt(4)) {
            case 0 -> instant.atOffset(java.time.ZoneOffset.UTC);
            default -> instant.atZone(STOCKHOLM).toOffsetDateTime();
        };
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
