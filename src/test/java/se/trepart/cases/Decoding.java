package se.trepart.cases;

import com.fasterxml.jackson.databind.JsonNode;

import se.trepart.fault.AckCode;
import se.trepart.fault.Fault;
import se.trepart.mapping.Decoded;
import se.trepart.mapping.MappingSet;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * From what arrives to the log, without a database: what is refused or repeated leaves no event.
 */
final class Decoding {
    private final MappingSet mappings;

    Decoding(MappingSet mappings) {
        this.mappings = mappings;
    }

    /** The events of a case, in the order of arrival; who knows them is not said yet. */
    List<Told> log(Case each) {
        return log(each.received());
    }

    /** The same of what arrives. */
    List<Told> log(List<Received> all) {
        var log = new ArrayList<Told>();
        var known = new HashSet<String>();
        var message = 0;
        for (var received : all) {
            for (var events : received.hl7() ? messages(received) : cloudEvents(received)) {
                message++;
                for (var event : events) {
                    if (known.add(
                            event.path("source").asText() + " " + event.path("id").asText())) {
                        log.add(new Told(message, List.of(), event));
                    }
                }
            }
        }
        return log;
    }

    /**
     * The answer to each message of a file, as far as the message alone decides it, masked; what
     * came before is not looked at.
     */
    List<String> acknowledgements(Received received) {
        return received.messages().stream()
                .map(message -> {
                    var decoded = mappings.decode(message);
                    var faults =
                            decoded instanceof Decoded.Refused refused
                                    ? refused.faults()
                                    : List.<Fault>of();
                    var code = faults.isEmpty() ? AckCode.AA : AckCode.AR;
                    var answer =
                            MappingSet.acknowledge(
                                    decoded.envelope(), code, faults, Told.committed(1), "A1");
                    return Masks.answer(
                            new String(answer, Charset.forName(decoded.envelope().charset()))
                                    .replace('\r', '\n'));
                })
                .toList();
    }

    /** The faults of each event of a file, in the form of the cases' answers. */
    List<JsonNode> faults(Received received) {
        var content = Json.read(new String(received.bytes(), StandardCharsets.UTF_8));
        var all = new ArrayList<JsonNode>();
        for (var event : content.isArray() ? content : List.of(content)) {
            var faults = Json.MAPPER.createArrayNode();
            mappings.events()
                    .validate(event)
                    .forEach(fault ->
                            faults.addObject()
                                    .put("code", fault.code().code())
                                    .put("where", fault.where()));
            all.add(faults);
        }
        return all;
    }

    private List<List<JsonNode>> messages(Received received) {
        return received.messages().stream()
                .map(message ->
                        switch (mappings.decode(message)) {
                            case Decoded.Concerning told -> List.<JsonNode>copyOf(told.events());
                            case Decoded.NotConcerned nothing -> List.<JsonNode>of();
                            case Decoded.Refused refused -> List.<JsonNode>of();
                        })
                .toList();
    }

    private List<List<JsonNode>> cloudEvents(Received received) {
        var content = Json.read(new String(received.bytes(), StandardCharsets.UTF_8));
        var all = new ArrayList<List<JsonNode>>();
        for (var event : content.isArray() ? content : List.of(content)) {
            all.add(
                    mappings.events().validate(event).isEmpty()
                            ? List.of(mappings.events().normalised(event))
                            : List.of());
        }
        return all;
    }
}
