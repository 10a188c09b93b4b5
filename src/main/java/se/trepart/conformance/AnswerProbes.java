package se.trepart.conformance;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Whose answer comes, how often, and in which characters. */
final class AnswerProbes {
    private static final int CONNECTIONS = 4;

    private final Endpoint endpoint;
    private final Writing writing;

    AnswerProbes(Endpoint endpoint, Writing writing) {
        this.endpoint = endpoint;
        this.writing = writing;
    }

    List<Probe> all() {
        return List.of(
                new Probe("msa-2", "every answer names the message it is for", this::names),
                new Probe("answered-once", "no message is answered twice", this::once),
                new Probe(
                        "own-connection",
                        "answers come on the connection that asked",
                        this::ownConnection),
                new Probe(
                        "late-answer",
                        "who comes anew never gets the answer of a connection that has gone",
                        this::late),
                new Probe(
                        "charset-latin-1",
                        "MSH-18 8859/1 is answered in what the answer declares",
                        () -> charset("8859/1", StandardCharsets.ISO_8859_1)),
                new Probe(
                        "charset-utf-8",
                        "MSH-18 UNICODE UTF-8 is answered in what the answer declares",
                        () -> charset("UNICODE UTF-8", StandardCharsets.UTF_8)));
    }

    private Result names() throws IOException {
        try (var line = new Line(endpoint)) {
            for (var number = 0; number < 3; number++) {
                var message = writing.message();
                line.write(message.framed());
                if (FramingProbes.expect(line, message) instanceof Result.Failed failed) {
                    return failed;
                }
            }
            return Result.ok();
        }
    }

    private Result once() throws IOException {
        try (var line = new Line(endpoint)) {
            var message = writing.message();
            line.write(message.framed());
            if (FramingProbes.expect(line, message) instanceof Result.Failed failed) {
                return failed;
            }
            return switch (line.listen()) {
                case Line.Heard.Answer _ -> new Result.Failed("a second answer came");
                case Line.Heard.Unframed _ -> new Result.Failed("bytes outside a frame");
                case Line.Heard.Nothing _, Line.Heard.Closed _ -> Result.ok();
            };
        }
    }

    private Result ownConnection() throws IOException {
        var lines = new ArrayList<Line>();
        try {
            var messages = new ArrayList<Writing.Written>();
            for (var number = 0; number < CONNECTIONS; number++) {
                lines.add(new Line(endpoint));
                messages.add(writing.message());
            }
            for (var number = 0; number < CONNECTIONS; number++) {
                lines.get(number).write(messages.get(number).framed());
            }
            for (var number = CONNECTIONS - 1; number >= 0; number--) {
                var heard = FramingProbes.expect(lines.get(number), messages.get(number));
                if (heard instanceof Result.Failed failed) {
                    return new Result.Failed(CONNECTIONS + " connections at once: " + failed.why());
                }
            }
            return Result.ok();
        } finally {
            for (var line : lines) {
                line.close();
            }
        }
    }

    private Result late() throws IOException {
        try (var gone = new Line(endpoint)) {
            gone.write(writing.message().framed());
        }
        try (var line = new Line(endpoint)) {
            if (line.listen() instanceof Line.Heard.Answer) {
                return new Result.Failed("an answer came before anything was asked");
            }
            var message = writing.message();
            line.write(message.framed());
            return FramingProbes.expect(line, message);
        }
    }

    private Result charset(String declared, Charset charset) throws IOException {
        try (var line = new Line(endpoint)) {
            var message = writing.in(declared, charset);
            line.write(message.framed());
            var answer = line.answer();
            if (answer.isEmpty()) {
                return new Result.Failed("no answer");
            }
            var reply = answer.orElseThrow();
            if (!reply.answers().equals(message.id())) {
                return new Result.Failed("MSA-2 names another message");
            }
            var says = reply.charsetDeclared();
            var as =
                    says.startsWith("UNICODE") || says.isEmpty() ? StandardCharsets.UTF_8 : charset;
            if (!reply.readableAs(as)) {
                return new Result.Failed("the answer cannot be read as what it declares");
            }
            return new Result.Ok(says.isEmpty() ? "declares nothing" : "declares " + says);
        }
    }
}
