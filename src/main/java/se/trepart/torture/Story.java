package se.trepart.torture;

import se.trepart.simulator.DriverActor;
import se.trepart.simulator.DriverMessage;
import se.trepart.simulator.DriverMessages;
import se.trepart.simulator.DriverSender;
import se.trepart.simulator.DriverVisit;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One consultation as its senders tell it. */
final class Story {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final List<String> DIAGNOSES = List.of("S836", "M239", "J189", "I109");

    private final String id;
    private final String unit;
    private final LocalDateTime start;
    private final Random random;
    private final DriverMessages hl7;
    private final DriverSender sender;
    private final DriverVisit visit;
    private final List<Item> items = new ArrayList<>();

    Story(String id, int number, LocalDateTime start, Random random) {
        this.id = id;
        this.unit = "SE162321000255-TRP10" + (1 + number % Senders.UNITS);
        this.start = start;
        this.random = random;
        this.sender =
                new DriverSender(
                        "JOURNAL", unit, "2.5.1", number % 3 == 0 ? "8859/1" : "UNICODE UTF-8");
        this.hl7 = new DriverMessages(sender);
        this.visit =
                new DriverVisit(
                        "B-" + id,
                        unit,
                        new DriverVisit.DriverPatient(
                                TestPersons.number(number), "Åkesson", "Örjan", false),
                        new DriverActor("SE162321000255-TRP901", "Öberg", "Nils"),
                        start);
    }

    /** All of its messages, in the order in which things happened. */
    List<Item> items() {
        event("consultation.requested", 0, requested());
        hl7(hl7.started(id + "-A04", start, visit, random.nextBoolean() ? id : ""));
        event("specialist.joined", 5, specialist());
        if (random.nextInt(3) > 0) {
            event("specialist.left", 20, specialist());
        }
        if (random.nextInt(3) > 0) {
            hl7(hl7.ended(id + "-A03", start.plusMinutes(30), visit, ""));
        }
        for (var times = random.nextInt(3); times > 0; times--) {
            event(
                    "medical-registration.recorded",
                    60 + 5 * times,
                    "'diagnoses':[{'code':'"
                            + DIAGNOSES.get(random.nextInt(DIAGNOSES.size()))
                            + "'}],'procedures':[{'code':'AV029'}]");
        }
        if (random.nextInt(4) == 0) {
            hl7(hl7.codes(id + "-A08", start.plusMinutes(40), visit, "", List.of("XS004")));
        }
        if (random.nextInt(6) == 0) {
            event("consultation.entered-in-error", 120, "'reason':'mistake'");
        } else if (random.nextInt(8) == 0) {
            hl7(hl7.cancelled(id + "-A11", start.plusMinutes(45), visit, ""));
        }
        return items;
    }

    /** The same id once more, for something else: it must be refused. */
    Item otherContent(Item used) {
        var text = new String(used.bytes(), StandardCharsets.ISO_8859_1);
        var changed =
                used.feed() == Item.Feed.MLLP
                        ? text + "NTE|1||other\r"
                        : text.replace(
                                "\"datacontenttype\"", "\"other\":\"x\",\"datacontenttype\"");
        return new Item(
                used.feed(),
                used.sender(),
                used.id(),
                changed.getBytes(StandardCharsets.ISO_8859_1),
                used.due(),
                1,
                true);
    }

    private void hl7(DriverMessage message) {
        items.add(
                new Item(
                        Item.Feed.MLLP,
                        sender.application() + "|" + unit,
                        message.controlId(),
                        message.bytes(),
                        0,
                        1,
                        true));
    }

    private String requested() {
        return "'patient':{'identifier':{'type':'personnummer','value':'"
                + visit.patient().identitet()
                + "'}},'visit':{'id':'"
                + visit.besok()
                + "','unit':'"
                + unit
                + "'},'physician':{'hsaId':'SE162321000255-TRP901'},'specialty':'ortopedi',"
                + "'specialistUnit':'SE162321000255-TRP202'";
    }

    private static String specialist() {
        return "'specialist':{'hsaId':'SE162321000255-TRP951'},"
                + "'specialistUnit':'SE162321000255-TRP202'";
    }

    private void event(String type, int minute, String data) {
        var source = "https://video" + (1 + Math.floorMod(id.hashCode(), 2)) + ".example.se/";
        var event = id + "-" + items.size();
        var json =
                ("{'specversion':'1.0','id':'%s','source':'%s','type':'se.trepart.%s.v1',"
                                + "'subject':'%s','time':'%s','datacontenttype':'application/json',"
                                + "'data':{%s}}")
                        .formatted(
                                event,
                                source,
                                type,
                                id,
                                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                                        start.atZone(STOCKHOLM).plusMinutes(minute)),
                                data)
                        .replace('\'', '"');
        items.add(
                new Item(
                        Item.Feed.HTTP,
                        source,
                        event,
                        json.getBytes(StandardCharsets.UTF_8),
                        0,
                        1,
                        true));
    }
}
