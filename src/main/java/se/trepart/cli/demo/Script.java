package se.trepart.cli.demo;

import se.trepart.simulator.DriverMessages;
import se.trepart.simulator.DriverSender;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

/** Turns a day into the messages that tell it, in the order in which they are told. */
final class Script {
    private final Day day;
    private final EventWriter events;
    private final Map<String, String> sequences = new HashMap<>();
    private final List<Line> lines = new ArrayList<>();

    private Script(Day day) {
        this.day = day;
        this.events = new EventWriter(day);
    }

    private record Line(LocalDateTime at, boolean late, Telling telling) {}

    /**
     * The messages of a day.
     *
     * @param seed shuffles the arrival within each part; without it everything is told in the order
     *     of time, what is late last
     */
    static List<Telling> of(Day day, OptionalLong seed) {
        Script script = new Script(day);
        script.number();
        day.consultations().forEach(story -> script.tell(story, story.consultation(), true));
        day.others().forEach(story -> script.tell(story, story.besok(), false));
        day.refused().forEach(script::refuse);
        List<Line> ordered = new ArrayList<>(script.lines);
        if (seed.isPresent()) {
            Collections.shuffle(ordered, new Random(seed.getAsLong()));
            ordered.sort(Comparator.comparing(line -> line.telling().part()));
        } else {
            ordered.sort(
                    Comparator.comparing((Line line) -> line.telling().part())
                            .thenComparing(Line::late)
                            .thenComparing(Line::at));
        }
        return repeated(ordered.stream().map(Line::telling).toList());
    }

    /** Of the same message told twice, the one that is told first is the new one. */
    private static List<Telling> repeated(List<Telling> ordered) {
        Map<String, Telling> first = new HashMap<>();
        List<Telling> tellings = new ArrayList<>();
        for (Telling telling : ordered) {
            boolean isNew = first.putIfAbsent(telling.lane() + " " + telling.id(), telling) == null;
            tellings.add(
                    isNew || telling.fate() instanceof Telling.Fate.Refused
                            ? telling
                            : telling.toldAgain());
        }
        return List.copyOf(tellings);
    }

    /** The video service numbers its events in the order in which they happened. */
    private void number() {
        record Told(LocalDateTime at, String id) {}
        List<Told> told = new ArrayList<>();
        for (Day.Story story : day.consultations()) {
            for (int i = 0; i < story.happens().size(); i++) {
                Step step = story.happens().get(i);
                if (events.source(story, step).equals(day.senders().video())) {
                    told.add(new Told(step.at(), id(story.consultation(), i)));
                }
            }
        }
        told.sort(Comparator.comparing(Told::at));
        for (int i = 0; i < told.size(); i++) {
            sequences.put(told.get(i).id(), "%06d".formatted(i + 1));
        }
    }

    private void tell(Day.Story story, String name, boolean concerns) {
        for (int i = 0; i < story.happens().size(); i++) {
            Step step = story.happens().get(i);
            Telling telling = telling(story, step, id(name, i), concerns);
            lines.add(new Line(step.at(), step.is("late"), telling));
            if (step.is("twice")) {
                lines.add(new Line(step.at(), step.is("late"), telling));
            }
        }
    }

    private Telling telling(Day.Story story, Step step, String id, boolean concerns) {
        Day.Via via =
                step.via()
                        .or(() ->
                                java.util.Optional.ofNullable(day.feeds().get(step.kind().word())))
                        .orElse(Day.Via.HTTP);
        Telling.Fate fate =
                concerns ? new Telling.Fate.Accepted() : new Telling.Fate.NotConcerned();
        if (via.hl7()) {
            return new Telling(
                    step.part(),
                    via,
                    via == Day.Via.BATCH ? "batch" : hl7Sender(story, step).hsaId(),
                    id,
                    hl7(story, step, id),
                    fate);
        }
        byte[] event = events.event(story, step, id, sequences.getOrDefault(id, ""));
        String lane =
                switch (via) {
                    case JMS -> "jms";
                    case FILE -> "file";
                    default -> events.source(story, step);
                };
        return new Telling(step.part(), via, lane, id, event, fate);
    }

    private byte[] hl7(Day.Story story, Step step, String id) {
        return new Hl7Teller(day, story, new DriverMessages(hl7Sender(story, step)))
                .message(step, id)
                .bytes();
    }

    private DriverSender hl7Sender(Day.Story story, Step step) {
        Day.Vardcentral unit = story.vardcentral();
        return step.kind() == Step.Kind.MEDICAL_REGISTRATION
                ? new DriverSender(
                        day.senders().hospitalApplication(),
                        story.asked().hsaId(),
                        "2.5.1",
                        "UNICODE UTF-8")
                : new DriverSender(
                        day.senders().journalApplication(),
                        unit.hsaId(),
                        unit.version(),
                        unit.charset());
    }

    private void refuse(Day.Refusal refusal) {
        boolean hl7 = refusal.event().isEmpty();
        String text = hl7 ? refusal.hl7().strip().replace('\n', '\r') + '\r' : refusal.event();
        Stream<String> header = hl7 ? Stream.of(text.split("\\|", -1)).skip(9) : Stream.of("event");
        lines.add(
                new Line(
                        day.date().atTime(12, 0),
                        false,
                        new Telling(
                                refusal.part(),
                                hl7 ? Day.Via.MLLP : Day.Via.HTTP,
                                "refused",
                                header.findFirst().orElse(""),
                                text.getBytes(StandardCharsets.UTF_8),
                                new Telling.Fate.Refused(refusal.answer()))));
    }

    private static String id(String name, int index) {
        return name + "." + (index + 1);
    }
}
