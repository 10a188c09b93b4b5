package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;

/** {@code ./trepart consultations}: what the hub knows, and whether both sides hold it. */
@Command(
        name = "consultations",
        description = "Lists the consultations, the latest first.",
        mixinStandardHelpOptions = true)
final class Consultations extends Asking {
    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            description =
                    "requested, booked, arrived, in-progress, completed, failed, cancelled, no-show"
                            + " or entered-in-error.")
    private @Nullable String phase;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description =
                    "Either registration is none, pending, confirmed or held; or agreed,"
                            + " not-agreed.")
    private @Nullable String state;

    @Mixin private final Page page = new Page();

    @Override
    JsonNode ask(HubClient client) throws IOException, InterruptedException {
        return client.get("/api/consultations", page.of(query("phase", phase, "state", state)));
    }

    @Override
    void tell(JsonNode answer, PrintWriter out) {
        var table =
                new Columns(
                        "consultation",
                        "first event",
                        "vårdcentral",
                        "clinic",
                        "phase",
                        "took place",
                        "PASiS",
                        "primary care",
                        "contradictions",
                        "agreed");
        answer.path("consultations")
                .forEach(consultation ->
                        table.line(
                                Cells.text(consultation, "id"),
                                Cells.time(consultation, "firstEventAt"),
                                Cells.text(consultation, "unit"),
                                Cells.text(consultation, "specialistUnit"),
                                Cells.text(consultation, "phase"),
                                consultation.path("tookPlace").asBoolean() ? "yes" : "no",
                                Cells.text(consultation.path("registrations"), "pasis"),
                                Cells.text(consultation.path("registrations"), "primaryCare"),
                                Cells.text(consultation, "contradictions"),
                                Cells.yesOrNo(consultation, "agreed")));
        table.print(out, "No consultations.");
        next(answer, out);
    }
}
