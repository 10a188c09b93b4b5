package se.trepart.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import se.trepart.delivery.Outcome;
import se.trepart.delivery.Rendering;
import se.trepart.mapping.Hl7Codec;
import se.trepart.mapping.Hl7Form;
import se.trepart.mapping.Mappings;
import se.trepart.mapping.Times;

import java.io.UncheckedIOException;

/**
 * What the destinations of registrations share: the mapping {@code <shelf>/message} writes the
 * message, {@code <shelf>/answer} says what the answer means.
 */
public abstract class Hl7Rendering implements Rendering {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String destination;
    private final String shelf;
    private final String hub;
    private final Mappings mappings;
    private final Hl7Answers answers;

    protected Hl7Rendering(String destination, String shelf, String hub, Mappings mappings) {
        this.destination = destination;
        this.shelf = shelf;
        this.hub = hub;
        this.mappings = mappings;
        this.answers = new Hl7Answers(destination, shelf, mappings);
    }

    @Override
    public String destination() {
        return destination;
    }

    /** The operation that turns what is confirmed into the target. */
    protected abstract String operation(Owed owed);

    @Override
    public Rendered render(Owed owed) {
        var operation = operation(owed);
        var controlId =
                ProvenanceJson.hash(destination + "\n" + owed.key() + "\n" + owed.serial())
                        .substring(0, 20);
        var input =
                JSON.createObjectNode()
                        .put("operation", operation)
                        .put("controlId", controlId)
                        .put("hub", hub)
                        .put(
                                "causedAt",
                                Times.text(
                                        owed.causedAt()
                                                .truncatedTo(
                                                        java.time.temporal.ChronoUnit.SECONDS)));
        if (owed.contactNumber() != null) {
            input.put("contactNumber", owed.contactNumber());
        }
        set(input, "target", owed.target());
        set(input, "confirmed", owed.confirmed());
        set(input, "context", owed.context());
        var segments = mappings.current().transform(shelf + "/message", input, owed.key());
        return new Rendered(operation, controlId, Hl7Codec.build(Hl7Form.expand(segments)));
    }

    @Override
    public Outcome read(String operation, String controlId, byte[] answer) {
        return answers.read(operation, controlId, answer);
    }

    private static void set(ObjectNode input, String field, @Nullable String json) {
        if (json != null) {
            try {
                input.set(field, JSON.readTree(json));
            } catch (JsonProcessingException notWhatWasStored) {
                throw new UncheckedIOException(notWhatWasStored);
            }
        }
    }
}
