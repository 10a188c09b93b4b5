package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;

/** {@code ./trepart show}: one message by its number, or one consultation by its id. */
@Command(
        name = "show",
        description =
                "Shows one message (a number, as messages lists them) or one consultation (its"
                        + " id).",
        mixinStandardHelpOptions = true)
final class Show extends Asking {
    @Parameters(paramLabel = "ID", description = "A message's number, or a consultation's id.")
    private String id = "";

    @Option(
            names = "--consultation",
            description = "The id is a consultation's, though it is a number.")
    private boolean consultation;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description =
                    "Why you read the message's body, which is then shown. Kept by the hub; no"
                            + " personal data.")
    private @Nullable String reason;

    @Override
    JsonNode ask(HubClient client) throws IOException, InterruptedException {
        return message()
                ? client.get("/api/messages/" + id, query("reason", reason))
                : client.get("/api/consultations/" + HubClient.encoded(id), query());
    }

    private boolean message() {
        return !consultation && id.matches("\\d+");
    }

    @Override
    void tell(JsonNode answer, PrintWriter out) {
        if (message()) {
            message(answer, out);
        } else {
            consultation(answer, out);
        }
    }

    private static void message(JsonNode message, PrintWriter out) {
        fact(out, "message", Cells.text(message, "id"));
        fact(out, "received", Cells.text(message, "receivedAt"));
        fact(out, "feed", Cells.text(message, "feed"));
        fact(out, "sender", Cells.text(message, "sender"));
        fact(out, "control id", Cells.text(message, "controlId"));
        fact(out, "type", Cells.text(message, "type"));
        fact(out, "state", Cells.text(message, "state"));
        fact(out, "duplicate of", Cells.text(message, "duplicateOf"));
        fact(out, "corrects", Cells.text(message, "corrects"));
        fact(out, "corrected by", Cells.each(message.path("correctedBy"), ""));
        fact(out, "dialect", Cells.text(message, "dialect"));
        fact(out, "consultations", Cells.each(message.path("consultations"), ""));
        fact(out, "mappings", Cells.text(message, "mappingVersion"));
        message.path("derivations")
                .forEach(made ->
                        fact(
                                out,
                                "derived anew",
                                Cells.time(made, "at")
                                        + "  "
                                        + made.path("before").asText()
                                        + " -> "
                                        + made.path("after").asText()
                                        + ", mappings "
                                        + made.path("mappingVersion").asText()));
        message.path("faults")
                .forEach(fault -> {
                    fact(out, "fault", fault.path("text").asText());
                    fact(out, "", fault.path("remedy").asText());
                });
        text(out, "answer", message);
        text(out, "body", message);
    }

    /** A segment of HL7 v2 ends with a carriage return, which a screen would write over itself. */
    private static void text(PrintWriter out, String field, JsonNode message) {
        if (message.hasNonNull(field)) {
            out.println(field);
            message.path(field).asText().lines().forEach(line -> out.println("    " + line));
        }
    }

    private static void consultation(JsonNode consultation, PrintWriter out) {
        fact(out, "consultation", Cells.text(consultation, "id"));
        fact(out, "phase", Cells.text(consultation, "phase"));
        fact(out, "took place", consultation.path("tookPlace").asBoolean() ? "yes" : "no");
        fact(out, "vårdcentral", Cells.text(consultation, "unit"));
        fact(out, "visit", Cells.text(consultation, "visit"));
        fact(out, "clinic", Cells.text(consultation, "specialistUnit"));
        fact(out, "agreed", Cells.yesOrNo(consultation, "agreed"));
        consultation
                .path("causes")
                .forEach(cause ->
                        fact(
                                out,
                                "",
                                cause.path("destination").asText()
                                        + ": "
                                        + cause.path("text").asText()));
        registration(out, "PASiS", consultation.path("registrations").path("pasis"));
        registration(out, "primary care", consultation.path("registrations").path("primaryCare"));
        consultation
                .path("contradictions")
                .forEach(found -> fact(out, "contradiction", found.path("text").asText()));
        out.println("timeline");
        consultation
                .path("timeline")
                .forEach(event ->
                        out.println(
                                "    "
                                        + Cells.time(event, "time")
                                        + "  "
                                        + event.path("text").asText()));
    }

    private static void registration(PrintWriter out, String name, JsonNode registration) {
        var number = Cells.text(registration, "contactNumber");
        fact(
                out,
                name,
                Cells.text(registration, "state")
                        + (number.equals("-") ? "" : ", contact number " + number));
    }

    private static void fact(PrintWriter out, String name, String value) {
        if (!value.equals("-")) {
            out.printf("%-14s %s%n", name, value);
        }
    }
}
