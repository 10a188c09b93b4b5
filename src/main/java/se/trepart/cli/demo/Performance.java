package se.trepart.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Plays a day on a stage that is set, waits for everybody to agree, and tells the result. */
final class Performance {
    private static final Duration DEADLINE = Duration.ofSeconds(120);
    private static final Duration OUTAGE = Duration.ofSeconds(8);

    private final Day day;
    private final List<Expectation> expectations;
    private final HubView view;
    private final Play play;
    private final PrintWriter out;

    Performance(
            Day day,
            List<Expectation> expectations,
            HubView view,
            Doors doors,
            Path files,
            PrintWriter out) {
        this.day = day;
        this.expectations = expectations;
        this.view = view;
        this.play = new Play(doors, files);
        this.out = out;
    }

    /**
     * Plays the day part by part; a part begins when everything of the one before has been
     * delivered.
     *
     * @param outage whether PASiS goes down in the midst of it, and comes back
     */
    void play(OptionalLong seed, boolean outage) throws IOException, InterruptedException {
        List<Telling> script = Script.of(day, seed);
        int parts = script.stream().mapToInt(Telling::part).max().orElse(0);
        for (int number = 1; number <= parts; number++) {
            int present = number;
            List<Telling> part = script.stream().filter(t -> t.part() == present).toList();
            if (outage && number == 1) {
                play.perform(part.subList(0, part.size() / 3));
                view.setPasisDown(OUTAGE);
                say("PASiS is down for %d s, the day goes on ...", OUTAGE.toSeconds());
                play.perform(part.subList(part.size() / 3, part.size()));
            } else {
                play.perform(part);
            }
            say(
                    "part %d of %d: %d messages told%s",
                    number,
                    parts,
                    part.size(),
                    settles()
                            ? " and delivered"
                            : ", not all delivered within " + DEADLINE.toSeconds() + " s");
        }
    }

    /**
     * Prints the table and the totals.
     *
     * @return everything that is not as it must be; empty when all went well
     */
    List<String> tell() throws IOException, InterruptedException {
        List<String> findings = new ArrayList<>();
        Holdings holdings = view.holdings();
        Verdict verdict = new Verdict(expectations, holdings);
        List<Table.Row> rows = new ArrayList<>();
        for (Day.Story story : day.consultations()) {
            HubView.Progress progress = view.progress(story.consultation());
            if (!progress.agreed()) {
                findings.add(story.consultation() + ": not agreed (" + progress.states() + ")");
            }
            rows.add(row(story, holdings, verdict, progress));
        }
        out.println();
        new Table(out).print(rows);
        verdict.findings().forEach(finding -> findings.add(finding.toString()));
        findings.addAll(withoutExpectation());
        HubView.Totals totals = view.totals();
        findings.addAll(new Audit(play.told(), totals).findings());
        tellTotals(totals);
        return findings;
    }

    private Table.Row row(
            Day.Story story, Holdings holdings, Verdict verdict, HubView.Progress progress)
            throws IOException, InterruptedException {
        boolean xs004 =
                holdings.primaryCare().stream()
                        .filter(visit -> visit.is(story.vardcentral().hsaId(), story.besok()))
                        .anyMatch(visit -> visit.has("XS004"));
        return new Table.Row(
                story.consultation(),
                story.what(),
                Table.primaryCare(story.besok(), xs004),
                Table.pasis(verdict.kontakter(story.consultation())),
                view.resources(story.consultation()),
                progress.agreed());
    }

    private List<String> withoutExpectation() {
        List<String> expected = expectations.stream().map(Expectation::konsultation).toList();
        return day.consultations().stream()
                .map(Day.Story::consultation)
                .filter(id -> !expected.contains(id))
                .map(id -> id + ": nobody has written down what to expect")
                .toList();
    }

    private void tellTotals(HubView.Totals totals) {
        String outcomes =
                totals.outcomes().entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(" + "));
        out.println();
        out.printf(
                "%d messages sent, %d received = %s%n",
                play.told().size(), totals.received(), outcomes);
        out.printf(
                "%.0f messages/s; answer time p50 %d ms, p99 %d ms%n",
                play.rate(), play.answerTime(0.5).toMillis(), play.answerTime(0.99).toMillis());
        out.flush();
    }

    /**
     * Waits until the hub has received all that was told, and nothing of any consultation is on its
     * way.
     */
    private boolean settles() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(DEADLINE);
        while (!settled()) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            Thread.sleep(Duration.ofMillis(200));
        }
        return true;
    }

    private boolean settled() throws IOException, InterruptedException {
        if (view.totals().received() < play.told().size()) {
            return false;
        }
        for (Day.Story story : day.consultations()) {
            HubView.Progress progress = view.progress(story.consultation());
            if (!progress.settled() && !progress.equals(HubView.Progress.UNKNOWN)) {
                return false;
            }
        }
        return true;
    }

    private void say(String text, Object... values) {
        out.println(text.formatted(values));
        out.flush();
    }
}
