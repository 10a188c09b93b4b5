package se.trepart.publication;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Component;

import se.trepart.log.Told;

import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Publishes every accepted event on {@code trepart.events.out}: CloudEvents, in order per
 * consultation. An event told again after a broken step carries the same duplicate id, which the
 * broker drops. What only the ServiceRequest may use, the question, stays here (contract 3.1), and
 * of a protected person address, phone and meeting link (contract 5).
 */
@Component
public class EventsOut {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STEP = 200;

    private final Told told;
    private final ProducerTemplate template;

    EventsOut(Told told, CamelContext camel) {
        this.told = told;
        this.template = camel.createProducerTemplate();
    }

    /** Publishes all that is new. */
    public void publish() {
        var read = STEP;
        while (read == STEP) {
            read = told.next("events-out", STEP, this::send);
        }
    }

    private void send(Told.Entry entry) {
        template.sendBodyAndHeaders(
                "direct:publish-event",
                published(entry),
                Map.of(
                        "JMSXGroupID",
                        entry.consultation(),
                        "_AMQ_DUPL_ID",
                        entry.consultation() + "-" + entry.position()));
    }

    /**
     * The event with its consultation as subject, without the question and without the attributes
     * that only the joining uses; that of a protected person is marked and masked.
     */
    static String published(Told.Entry entry) {
        try {
            var event = (ObjectNode) JSON.readTree(entry.content());
            event.put("subject", entry.consultation());
            event.remove("trepartpatient");
            event.remove("trepartvisit");
            event.remove("trepartclinic");
            event.remove("trepartcontact");
            if (event.path("data") instanceof ObjectNode data) {
                data.remove("question");
            }
            if (!entry.protection().equals("none")) {
                protect(event, entry.protection());
            }
            return event.toString();
        } catch (JsonProcessingException notWhatWasStored) {
            throw new UncheckedIOException(notWhatWasStored);
        }
    }

    /** Even where the event was told before the person became protected. */
    private static void protect(ObjectNode event, String protection) {
        event.put("trepartprotection", protection);
        if (event.path("data") instanceof ObjectNode data) {
            data.remove("meeting");
            if (data.path("patient") instanceof ObjectNode patient) {
                patient.remove("address");
                patient.remove("phone");
                patient.put("protection", protection);
            }
        }
    }
}
