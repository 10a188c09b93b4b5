package se.trepart.simulator;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random day of visits and bookings, the same for the same seed, date and units. Patients have
 * Skatteverket's published test numbers (births of 1991–1993, number 238 or 239), so that none of
 * them is a person.
 */
public final class DriverDay {
    private static final int OPENS = 8;
    private static final int MINUTES_OPEN = 8 * 60;
    private static final LocalDate FIRST_BIRTH = LocalDate.of(1991, 1, 1);
    private static final int BIRTHS = 3 * 365;

    private final long seed;
    private final LocalDate date;
    private final Units units;
    private final Random random;
    private final List<Entry> entries = new ArrayList<>();

    private DriverDay(long seed, LocalDate date, Units units) {
        this.seed = seed;
        this.date = date;
        this.units = units;
        this.random = new Random(seed);
    }

    /** Who takes part, by HSA-id. */
    public record Units(List<String> vardcentraler, List<String> clinics) {}

    /**
     * A message, and what its vårdcentral itself then holds of the visit.
     *
     * @param vardcentral whose connection it takes
     */
    public record Entry(String vardcentral, DriverMessage message, Visit visit) {}

    /** The day's messages, in each vårdcentral's own order. */
    public static List<Entry> random(long seed, LocalDate date, Units units) {
        DriverDay day = new DriverDay(seed, date, units);
        for (String vardcentral : units.vardcentraler()) {
            int visits = 3 + day.random.nextInt(4);
            for (int number = 1; number <= visits; number++) {
                day.visit(vardcentral, number);
            }
        }
        return List.copyOf(day.entries);
    }

    private void visit(String vardcentral, int number) {
        LocalDateTime start =
                date.atTime(OPENS, 0).plusMinutes(5L * random.nextInt(MINUTES_OPEN / 5));
        LocalDateTime end = start.plusMinutes(10 + random.nextInt(25));
        String unit = vardcentral.substring(vardcentral.indexOf('-') + 1);
        DriverVisit visit =
                new DriverVisit(
                        "P%d-%s-%d".formatted(seed, unit, number),
                        vardcentral,
                        patient(),
                        new DriverActor(vardcentral + "L", "Läkare", unit),
                        start);
        Teller teller = new Teller(visit, end);
        switch (random.nextInt(10)) {
            case 0 -> teller.booked().tell("S26", start.plusMinutes(20), "noshow");
            case 1 -> teller.booked().tell("S15", start.minusHours(3), "cancelled");
            case 2 -> teller.booked().tell("S13", start.minusHours(5), "booked").held();
            case 3, 4 -> teller.booked().held();
            case 5 -> teller.started().tell("A11", start.plusMinutes(5), "cancelled");
            default -> teller.held();
        }
    }

    private DriverVisit.DriverPatient patient() {
        LocalDate birth = FIRST_BIRTH.plusDays(random.nextInt(BIRTHS));
        String digits = "%tY%<tm%<td%s".formatted(birth, random.nextBoolean() ? "238" : "239");
        return new DriverVisit.DriverPatient(
                digits + checkDigit(digits.substring(2)), "Testsson", "Test", false);
    }

    /** The Luhn digit of nine. */
    private static int checkDigit(String nine) {
        int sum = 0;
        for (int i = 0; i < nine.length(); i++) {
            int product = (nine.charAt(i) - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product / 10 + product % 10;
        }
        return (10 - sum % 10) % 10;
    }

    /** Tells one visit, message by message. */
    private final class Teller {
        private final DriverVisit visit;
        private final LocalDateTime end;
        private final DriverMessages messages;
        private final DriverMessages.Booking booking;

        Teller(DriverVisit visit, LocalDateTime end) {
            this.visit = visit;
            this.end = end;
            this.messages =
                    new DriverMessages(
                            new DriverSender(
                                    "DRIVER", visit.vardcentral(), "2.5.1", "UNICODE UTF-8"));
            this.booking =
                    new DriverMessages.Booking(
                            visit.besok() + "-K",
                            units.clinics().get(random.nextInt(units.clinics().size())),
                            "DSK",
                            visit.start(),
                            end);
        }

        Teller booked() {
            return tell("S12", visit.start().minusDays(1 + random.nextInt(20)), "booked");
        }

        Teller started() {
            return tell("A04", visit.start(), "in-progress");
        }

        void held() {
            started().tell("A03", end, "finished");
        }

        /** Adds one message, and the visit's status at the vårdcentral afterwards. */
        Teller tell(String trigger, LocalDateTime at, String status) {
            String id = "%d.%d".formatted(seed, entries.size() + 1);
            DriverMessage message =
                    switch (trigger) {
                        case "A04" -> messages.started(id, at, visit, "");
                        case "A03" -> messages.ended(id, at, visit, "");
                        case "A11" -> messages.cancelled(id, at, visit, "");
                        default -> messages.booking(trigger, id, at, visit, booking);
                    };
            entries.add(new Entry(visit.vardcentral(), message, own(status)));
            return this;
        }

        private Visit own(String status) {
            boolean begun = status.equals("in-progress") || status.equals("finished");
            return new Visit(
                    visit.besok(),
                    visit.patient().identitet(),
                    visit.vardcentral(),
                    begun ? DriverTime.fhir(visit.start()) : "",
                    status.equals("finished") ? DriverTime.fhir(end) : "",
                    status);
        }
    }
}
