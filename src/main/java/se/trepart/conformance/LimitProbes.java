package se.trepart.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Sizes, and what is no message or never becomes one. */
final class LimitProbes {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    private final Endpoint endpoint;
    private final Writing writing;

    LimitProbes(Endpoint endpoint, Writing writing) {
        this.endpoint = endpoint;
        this.writing = writing;
    }

    List<Probe> all() {
        return List.of(
                new Probe("size-64-kib", "64 KiB are answered", () -> size(64 * KIB)),
                new Probe("size-1-mib", "1 MiB is answered", () -> size(MIB)),
                new Probe("size-4-mib", "4 MiB are answered", () -> size(4 * MIB - 16)),
                new Probe(
                        "no-msh",
                        "what has no MSH is not accepted, and the next one is served",
                        this::noHeader),
                new Probe(
                        "oversize",
                        "a frame without end is cut off, and the next one is served",
                        this::oversize),
                new Probe(
                        "half-open",
                        "half a frame and then silence keeps nobody else waiting",
                        this::halfOpen),
                new Probe(
                        "end-within-frame",
                        "a frame that ends with the connection is not answered as accepted",
                        this::endWithin),
                new Probe(
                        "reset-within-frame",
                        "a connection reset within a frame harms nobody else",
                        this::reset));
    }

    private Result size(int bytes) throws IOException {
        try (var line = new Line(endpoint)) {
            var message = writing.ofSize(bytes);
            line.write(message.framed());
            return FramingProbes.expect(line, message);
        }
    }

    private Result noHeader() throws IOException {
        String seen;
        try (var line = new Line(endpoint)) {
            line.write(Line.framed("PID|1||||Nobody\r".getBytes(StandardCharsets.US_ASCII)));
            seen =
                    switch (line.hear()) {
                        case Line.Heard.Answer(Reply reply) when reply.accepts() -> "";
                        case Line.Heard.Answer(Reply reply) -> reply.code();
                        case Line.Heard.Closed _ -> "closes";
                        case Line.Heard.Nothing _, Line.Heard.Unframed _ -> "does not answer";
                    };
        }
        return seen.isEmpty() ? new Result.Failed("it was accepted") : served(seen);
    }

    private Result oversize() throws IOException {
        String seen;
        try (var line = new Line(endpoint)) {
            var frame = writing.ofSize(8 * MIB).framed();
            try {
                line.writeSlices(frame, 64 * KIB);
            } catch (IOException cutOff) {
                return served("closes");
            }
            seen =
                    switch (line.hear()) {
                        case Line.Heard.Answer(Reply reply) when reply.accepts() -> "";
                        case Line.Heard.Answer(Reply reply) -> reply.code();
                        case Line.Heard.Closed _ -> "closes";
                        case Line.Heard.Nothing _, Line.Heard.Unframed _ -> "does not answer";
                    };
        }
        return seen.isEmpty() ? new Result.NotApplicable("it takes 8 MiB") : served(seen);
    }

    private Result halfOpen() throws IOException {
        try (var waiting = new Line(endpoint)) {
            var frame = writing.message().framed();
            waiting.write(Arrays.copyOf(frame, frame.length / 2));
            return served("");
        }
    }

    private Result endWithin() throws IOException {
        try (var line = new Line(endpoint)) {
            var frame = writing.message().framed();
            line.write(Arrays.copyOf(frame, frame.length - 2));
            line.endOutput();
            if (line.listen() instanceof Line.Heard.Answer(Reply reply) && reply.accepts()) {
                return new Result.Failed("it was accepted");
            }
        }
        return served("");
    }

    private Result reset() throws IOException {
        var line = new Line(endpoint);
        var frame = writing.message().framed();
        line.write(Arrays.copyOf(frame, frame.length / 2));
        line.reset();
        return served("");
    }

    /** A message on a connection of its own is answered. */
    private Result served(String seen) throws IOException {
        try (var line = new Line(endpoint)) {
            var message = writing.message();
            line.write(message.framed());
            return FramingProbes.expect(line, message) instanceof Result.Failed failed
                    ? new Result.Failed("afterwards: " + failed.why())
                    : new Result.Ok(seen);
        }
    }
}
