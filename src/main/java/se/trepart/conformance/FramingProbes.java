package se.trepart.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Frames and how they lie in the stream of bytes. */
final class FramingProbes {
    private static final int SEVERAL = 5;

    private final Endpoint endpoint;
    private final Writing writing;

    FramingProbes(Endpoint endpoint, Writing writing) {
        this.endpoint = endpoint;
        this.writing = writing;
    }

    List<Probe> all() {
        return List.of(
                new Probe("one-message", "a message gets its answer in a frame", this::one),
                new Probe("connection-stays", "the connection serves more than one", this::again),
                new Probe(
                        "pipelining",
                        "a second frame before the first answer: all answered in order",
                        this::pipelining),
                new Probe(
                        "several-in-one-segment",
                        "several frames in one segment: all answered in order",
                        this::severalAtOnce),
                new Probe(
                        "one-in-many-segments",
                        "a frame in slices of one byte is one frame",
                        this::slices),
                new Probe(
                        "frame-and-a-half",
                        "a segment that ends within the next frame loses nothing",
                        this::frameAndAHalf),
                new Probe("junk-between-frames", "junk between frames is passed by", this::junk));
    }

    private Result one() throws IOException {
        try (var line = new Line(endpoint)) {
            var message = writing.message();
            line.write(message.framed());
            return expect(line, message);
        }
    }

    private Result again() throws IOException {
        try (var line = new Line(endpoint)) {
            for (var number = 1; number <= 3; number++) {
                var message = writing.message();
                line.write(message.framed());
                if (expect(line, message) instanceof Result.Failed failed) {
                    return new Result.Failed("message " + number + ": " + failed.why());
                }
            }
            return Result.ok();
        }
    }

    private Result pipelining() throws IOException {
        try (var line = new Line(endpoint)) {
            var messages = several();
            for (var message : messages) {
                line.write(message.framed());
            }
            return expect(line, messages);
        }
    }

    private Result severalAtOnce() throws IOException {
        try (var line = new Line(endpoint)) {
            var messages = several();
            var together = new ByteArrayOutputStream();
            for (var message : messages) {
                together.write(message.framed());
            }
            line.write(together.toByteArray());
            return expect(line, messages);
        }
    }

    private Result slices() throws IOException {
        try (var line = new Line(endpoint)) {
            var message = writing.message();
            line.writeSlices(message.framed(), 1);
            return expect(line, message);
        }
    }

    private Result frameAndAHalf() throws IOException {
        try (var line = new Line(endpoint)) {
            var first = writing.message();
            var second = writing.message();
            var frame = second.framed();
            var segment = new ByteArrayOutputStream();
            segment.write(first.framed());
            segment.write(frame, 0, frame.length / 2);
            line.write(segment.toByteArray());
            if (expect(line, first) instanceof Result.Failed failed) {
                return failed;
            }
            line.write(java.util.Arrays.copyOfRange(frame, frame.length / 2, frame.length));
            return expect(line, second);
        }
    }

    private Result junk() throws IOException {
        try (var line = new Line(endpoint)) {
            var first = writing.message();
            var second = writing.message();
            line.write(first.framed());
            if (expect(line, first) instanceof Result.Failed failed) {
                return failed;
            }
            line.write("\r\n junk \r\n".getBytes(StandardCharsets.US_ASCII));
            line.write(second.framed());
            return expect(line, second);
        }
    }

    private List<Writing.Written> several() {
        var messages = new ArrayList<Writing.Written>();
        for (var number = 0; number < SEVERAL; number++) {
            messages.add(writing.message());
        }
        return messages;
    }

    private static Result expect(Line line, List<Writing.Written> messages) throws IOException {
        for (var number = 0; number < messages.size(); number++) {
            if (expect(line, messages.get(number)) instanceof Result.Failed failed) {
                return new Result.Failed(
                        "answer " + (number + 1) + " of " + messages.size() + ": " + failed.why());
            }
        }
        return Result.ok();
    }

    /** The next frame must be this message's answer. */
    static Result expect(Line line, Writing.Written message) throws IOException {
        return switch (line.hear()) {
            case Line.Heard.Nothing _ -> new Result.Failed("no answer in time");
            case Line.Heard.Closed _ -> new Result.Failed("closed without an answer");
            case Line.Heard.Unframed _ -> new Result.Failed("bytes outside a frame");
            case Line.Heard.Answer(Reply reply) when !reply.isAnswer() ->
                    new Result.Failed("a frame without MSA-1");
            case Line.Heard.Answer(Reply reply) when !reply.answers().equals(message.id()) ->
                    new Result.Failed("MSA-2 names another message");
            case Line.Heard.Answer(Reply reply) -> new Result.Ok(reply.code());
        };
    }
}
