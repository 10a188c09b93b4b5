package se.trepart.facade.subscription;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what a Subscription asks for: rest-hook with criteria (FHIR R4), or with a topic
 * (Subscriptions R5 Backport 1.1, R4). What is not possible is refused with every place and with
 * what is.
 */
@Component
public class Definitions {
    static final String BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/";
    static final String JSON = "application/fhir+json";
    private static final String EXTENSION = BACKPORT + "StructureDefinition/backport-";
    private static final int EVENTS = 100;
    private static final int MOST_HEADERS = 20;
    private static final Set<String> OURS =
            Set.of("host", "content-length", "content-type", "connection", "upgrade", "expect");

    private final Topics topics;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(int version, Definition definition) {}

    Definitions(Topics topics) {
        this.topics = topics;
    }

    /** What a stored subscription asks for; read once for each version. */
    Definition of(String id, int version, Supplier<JsonNode> resource, String base) {
        var before = known.get(id);
        if (before != null && before.version() == version) {
            return before.definition();
        }
        var read = new Known(version, read(resource.get(), base));
        known.put(id, read);
        return read.definition();
    }

    boolean knows(String id, int version) {
        var before = known.get(id);
        return before != null && before.version() == version;
    }

    void forget(String id) {
        known.remove(id);
    }

    /**
     * Reads a Subscription.
     *
     * @param base our own address, as the subscriber knows it
     * @throws FaultException TRP-541 with every place that must change
     */
    public Definition read(JsonNode resource, String base) {
        var faults = new ArrayList<Fault>();
        var channel = resource.path("channel");
        if (!channel.path("type").asText().equals("rest-hook")) {
            faults.add(fault("Subscription.channel.type", "possible is: rest-hook"));
        }
        var criteria = resource.path("criteria").asText();
        var ofTopic = criteria.startsWith("http://") || criteria.startsWith("https://");
        var trigger =
                tried(
                        faults,
                        () -> ofTopic ? topic(criteria, resource, base) : plain(criteria, base));
        var payload = tried(faults, () -> payload(channel, ofTopic));
        var endpoint = tried(faults, () -> endpoint(channel.path("endpoint").asText()));
        var end = tried(faults, () -> end(resource));
        headers(channel, faults);
        if (!faults.isEmpty() || trigger == null || endpoint == null) {
            throw new FaultException(faults);
        }
        return new Definition(
                trigger,
                ofTopic ? criteria : null,
                endpoint,
                payload == null ? null : payload.orElse(null),
                number(channel, "heartbeat-period"),
                number(channel, "timeout"),
                Math.min(EVENTS, Objects.requireNonNullElse(number(channel, "max-count"), EVENTS)),
                end == null ? null : end.orElse(null));
    }

    private static <T> @Nullable T tried(List<Fault> faults, Supplier<T> read) {
        try {
            return read.get();
        } catch (FaultException refused) {
            faults.addAll(refused.faults());
            return null;
        }
    }

    private static Trigger plain(String criteria, String base) {
        return new Trigger.Matching(Criteria.parse(criteria, base, "Subscription.criteria"));
    }

    private Trigger topic(String url, JsonNode resource, String base) {
        var where = "Subscription.criteria";
        var topic =
                topics.find(url)
                        .orElseThrow(() ->
                                Criteria.refused(
                                        where,
                                        "the topics are: "
                                                + topics.all().stream()
                                                        .map(Topic::url)
                                                        .collect(Collectors.joining(", "))));
        var filters =
                extensions(resource.path("_criteria"), "filter-criteria")
                        .map(one -> one.path("valueString").asText())
                        .map(text -> filter(topic, text, base))
                        .flatMap(List::stream)
                        .toList();
        return new Trigger.OfTopic(topic, filters);
    }

    private static List<Criteria.Condition> filter(Topic topic, String text, String base) {
        var where = "Subscription.criteria.extension(filter-criteria)";
        var question = text.indexOf('?');
        var query = text.substring(question + 1);
        var names =
                Arrays.stream(query.split("&"))
                        .map(pair -> pair.replaceFirst("[=:].*", ""))
                        .toList();
        if ((question >= 0 && !text.substring(0, question).equals(topic.type()))
                || !topic.filters().containsAll(names)) {
            throw Criteria.refused(
                    where,
                    topic.type() + " may be filtered by: " + String.join(", ", topic.filters()));
        }
        return Criteria.conditions(topic.type(), query, base, where);
    }

    /** Nothing where the R4 form has no payload. */
    private static Optional<Definition.Payload> payload(JsonNode channel, boolean ofTopic) {
        var type = channel.path("payload").asText("");
        if (!type.isEmpty() && !type.equals(JSON)) {
            throw Criteria.refused("Subscription.channel.payload", "possible is: " + JSON);
        }
        if (!ofTopic) {
            return type.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Definition.Payload.FULL_RESOURCE);
        }
        return Optional.of(
                extensions(channel.path("_payload"), "payload-content")
                        .findFirst()
                        .map(one -> payload(one.path("valueCode").asText()))
                        .orElse(Definition.Payload.ID_ONLY));
    }

    /**
     * Reads the code of a payload content.
     *
     * @throws FaultException TRP-541 when it is none
     */
    public static Definition.Payload payload(String code) {
        return Arrays.stream(Definition.Payload.values())
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElseThrow(() ->
                        Criteria.refused(
                                "payload-content",
                                "possible are: "
                                        + Arrays.stream(Definition.Payload.values())
                                                .map(Definition.Payload::code)
                                                .collect(Collectors.joining(", "))));
    }

    private static URI endpoint(String text) {
        try {
            var uri = new URI(text);
            if (uri.isAbsolute() && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException unreadable) {
            throw Criteria.refused("Subscription.channel.endpoint", "an absolute address");
        }
        throw Criteria.refused("Subscription.channel.endpoint", "an absolute address");
    }

    private static Optional<Instant> end(JsonNode resource) {
        var text = resource.path("end").asText("");
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException unreadable) {
            throw Criteria.refused("Subscription.end", "an instant with its zone");
        }
    }

    private static void headers(JsonNode channel, List<Fault> faults) {
        if (channel.path("header").size() > MOST_HEADERS) {
            faults.add(fault("Subscription.channel.header", "at most " + MOST_HEADERS));
        }
        channel.path("header")
                .forEach(header -> {
                    var text = header.asText();
                    var name = text.replaceFirst(":.*", "").strip().toLowerCase(Locale.ROOT);
                    if (!text.matches("[A-Za-z0-9-]+: ?[\\x20-\\x7E]*") || OURS.contains(name)) {
                        faults.add(
                                fault(
                                        "Subscription.channel.header",
                                        "Name: value, in ASCII, and none of "
                                                + String.join(", ", new TreeSet<>(OURS))));
                    }
                });
    }

    /** The names and values of the headers. */
    static Map<String, String> headers(List<String> headers) {
        var read = new TreeMap<String, String>();
        headers.forEach(header -> {
            var colon = header.indexOf(':');
            read.put(header.substring(0, colon), header.substring(colon + 1).strip());
        });
        return read;
    }

    private static @Nullable Integer number(JsonNode channel, String name) {
        return extensions(channel, name)
                .flatMap(one ->
                        Stream.of("valueUnsignedInt", "valuePositiveInt", "valueInteger")
                                .map(one::path))
                .filter(value -> value.isInt() && value.asInt() > 0)
                .map(JsonNode::asInt)
                .findFirst()
                .orElse(null);
    }

    private static Stream<JsonNode> extensions(JsonNode node, String name) {
        return node.path("extension")
                .valueStream()
                .filter(one -> one.path("url").asText().equals(EXTENSION + name));
    }

    private static Fault fault(String where, String possible) {
        return new Fault(FaultCode.TRP_541, where, possible);
    }
}
