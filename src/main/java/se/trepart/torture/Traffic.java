package se.trepart.torture;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Consultations by a seed: each is told by its vårdcentral in HL7 v2 and by others in CloudEvents,
 * in an order that chance gives, with messages told twice, a hundred times, late, under a used id,
 * and on the nights of the clock change.
 */
final class Traffic {
    private static final List<LocalDateTime> DAYS =
            List.of(
                    LocalDateTime.parse("2023-03-14T10:00:00"),
                    LocalDateTime.parse("2023-03-15T14:00:00"),
                    LocalDateTime.parse("2023-03-26T01:50:00"),
                    LocalDateTime.parse("2023-10-29T02:40:00"));
    private static final long SOON = 4_000;

    private final long seed;
    private final Random random;
    private int told;

    Traffic(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** The next consultation's messages, in no order, each due some time after this one. */
    List<Item> consultation(long now) {
        var number = ++told;
        var story =
                new Story(
                        "T%s-%d".formatted(Long.toString(seed, 36).replace("-", "M"), number),
                        number,
                        day(number),
                        random);
        var items = new ArrayList<Item>();
        for (var item : story.items()) {
            items.add(item.at(now + delay()).times(times()));
        }
        if (random.nextInt(8) == 0) {
            var used = items.get(random.nextInt(items.size()));
            items.add(story.otherContent(used).at(used.due() + 500));
        }
        if (random.nextInt(4) == 0) {
            items.stream()
                    .filter(item -> item.feed() == Item.Feed.HTTP)
                    .findFirst()
                    .ifPresent(item -> items.add(item.by(Item.Feed.JMS)));
        }
        return items;
    }

    /** Most on ordinary days; an hour early or late now and then, as clocks that are wrong tell. */
    private LocalDateTime day(int number) {
        var day = number % 6 < 4 ? DAYS.get(number % 2) : DAYS.get(2 + number % 2);
        return switch (random.nextInt(10)) {
            case 0 -> day.plusHours(1);
            case 1 -> day.minusHours(1);
            default -> day;
        };
    }

    /** A gap is filled later. */
    private long delay() {
        return random.nextInt(10) == 0 ? SOON + random.nextInt(30_000) : random.nextLong(SOON);
    }

    private int times() {
        return switch (random.nextInt(60)) {
            case 0 -> 100;
            case 1, 2, 3, 4, 5 -> 2;
            default -> 1;
        };
    }

    /** What no sender should send; told once, whatever comes of it. */
    Item poison() {
        var number = ++told;
        var id = "POISON-" + Long.toString(seed, 36).replace("-", "M") + "-" + number;
        var header =
                "MSH|^~\\&|POISON|SE162321000255-TRP101|||20230314100000||ADT^A08^ADT_A01|"
                        + id
                        + "|P|2.5.1||||||UNICODE UTF-8\rEVN|A08|20230314100000\rPID|1||";
        return switch (number % 6) {
            case 0 -> poison("", "", ("PID|1||" + number + "\r").getBytes(StandardCharsets.UTF_8));
            case 1 -> poison(id, (header + "x\0\0y^^^&1.2.752.129.2.1.3.1&ISO^NI\r"));
            case 2 ->
                    poison(
                            "POISON|SE162321000255-TRP101",
                            id,
                            (header + "199101022391^^^NI||Åkesson\r")
                                    .getBytes(StandardCharsets.ISO_8859_1));
            case 3 -> poison(id, header + "199101022391^^^^NI~".repeat(20_000) + "\r");
            case 4 -> poison(id, header + "x".repeat(5 << 20) + "\r");
            default -> poison("", "", new byte[random.nextInt(20) == 0 ? 100 << 20 : 9 << 20]);
        };
    }

    private static Item poison(String id, String text) {
        return poison("POISON|SE162321000255-TRP101", id, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Item poison(String sender, String id, byte[] bytes) {
        return new Item(Item.Feed.MLLP, sender, id, bytes, 0, 1, false);
    }
}
