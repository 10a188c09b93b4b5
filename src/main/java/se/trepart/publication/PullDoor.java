package se.trepart.publication;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.log.Told;
import se.trepart.log.Told.Entry;
import se.trepart.log.Told.Place;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code GET /api/events?after=…}: every accepted event as {@code trepart.events.out} tells it, a
 * CloudEvents batch at a time. The reader keeps its own place, an opaque cursor; the log is read by
 * transaction, so a cursor neither skips nor loses.
 */
@RestController
class PullDoor {
    /** The cursor of the next question, also in {@code Link}. */
    static final String AFTER = "Trepart-After";

    private static final MediaType BATCH =
            MediaType.parseMediaType("application/cloudevents-batch+json");
    private static final Set<String> KNOWN = Set.of("after", "count", "wait");
    private static final int COUNT = 100;
    private static final int MOST = 500;
    private static final int LONGEST_SECONDS = 30;

    private final Told told;
    private final LongPolls longPolls;

    PullDoor(Told told, LongPolls longPolls) {
        this.told = told;
        this.longPolls = longPolls;
    }

    /** What is asked: at most so many events after the place, for which to wait so long. */
    record Question(Place after, int count, int seconds) {}

    @GetMapping("/api/events")
    DeferredResult<ResponseEntity<byte[]>> next(HttpServletRequest request) {
        var question = question(request.getParameterMap());
        var entries = told.after(question.after(), question.count());
        if (!entries.isEmpty() || question.seconds() == 0) {
            var now = new DeferredResult<ResponseEntity<byte[]>>();
            now.setResult(answer(question, entries));
            return now;
        }
        return longPolls.await(
                question.after(),
                Duration.ofSeconds(question.seconds()),
                () -> answer(question, told.after(question.after(), question.count())),
                () -> answer(question, List.of()));
    }

    private Question question(Map<String, String[]> parameters) {
        parameters.forEach((name, values) -> {
            if (!KNOWN.contains(name)) {
                throw new FaultException(
                        FaultCode.TRP_502,
                        name,
                        "possible are: " + String.join(", ", new TreeSet<>(KNOWN)));
            }
            if (values.length != 1 || values[0].isBlank()) {
                throw new FaultException(
                        FaultCode.TRP_503, name, "give it once, with a value, or leave it out");
            }
        });
        var after = parameters.get("after");
        return new Question(
                after == null
                        ? Place.BEGINNING
                        : after[0].equals("now") ? told.end() : Cursor.place(after[0]),
                number(parameters, "count", 1, COUNT, MOST),
                number(parameters, "wait", 0, 0, LONGEST_SECONDS));
    }

    private static int number(
            Map<String, String[]> parameters, String name, int least, int usual, int most) {
        var given = parameters.get(name);
        if (given == null) {
            return usual;
        }
        if (!given[0].matches("\\d{1,6}")
                || Integer.parseInt(given[0]) < least
                || Integer.parseInt(given[0]) > most) {
            throw new FaultException(
                    FaultCode.TRP_503, name, "a whole number from " + least + " to " + most);
        }
        return Integer.parseInt(given[0]);
    }

    private static ResponseEntity<byte[]> answer(Question question, List<Entry> entries) {
        var next = Cursor.of(entries.isEmpty() ? question.after() : Place.after(entries.getLast()));
        var link =
                "</api/events?after="
                        + next
                        + "&count="
                        + question.count()
                        + (question.seconds() == 0 ? "" : "&wait=" + question.seconds())
                        + ">; rel=\"next\"";
        return ResponseEntity.ok()
                .contentType(BATCH)
                .header(AFTER, next)
                .header(HttpHeaders.LINK, link)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(
                        entries.stream()
                                .map(EventsOut::published)
                                .collect(Collectors.joining(",", "[", "]"))
                                .getBytes(StandardCharsets.UTF_8));
    }
}
