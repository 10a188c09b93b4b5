package se.trepart.publication;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.cause.Causes;

import java.util.Map;

/**
 * Publishes on {@code trepart.alerts.out} that a cause has opened or is resolved: CloudEvents, in
 * order, for whoever watches the hub. One told again after a broken step carries the same duplicate
 * id, which the broker drops.
 */
@Component
public class AlertsOut {
    private static final int STEP = 100;
    private static final String READER = "alerts-out";

    private final Causes causes;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final ProducerTemplate template;

    AlertsOut(
            Causes causes,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            CamelContext camel) {
        this.causes = causes;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.template = camel.createProducerTemplate();
    }

    /** Publishes all that is new; nothing when another instance is at it. */
    public void publish() {
        var read = STEP;
        while (read == STEP) {
            var step = transactions.execute(status -> step());
            read = step == null ? 0 : step;
        }
    }

    private int step() {
        var place =
                jdbc.queryForList(
                        "select position from cause_reader where name = ? for update skip locked",
                        Long.class,
                        READER);
        if (place.isEmpty()) {
            return 0;
        }
        var alerts = causes.alerts(place.getFirst(), STEP);
        alerts.forEach(this::send);
        if (!alerts.isEmpty()) {
            jdbc.update(
                    "update cause_reader set position = ? where name = ?",
                    alerts.getLast().id(),
                    READER);
        }
        return alerts.size();
    }

    private void send(Causes.Alert alert) {
        template.sendBodyAndHeaders(
                "direct:publish-alert",
                event(alert).toString(),
                Map.of("_AMQ_DUPL_ID", "alert-" + alert.id()));
    }

    private static ObjectNode event(Causes.Alert alert) {
        var event = JsonNodeFactory.instance.objectNode().put("specversion", "1.0");
        event.put("id", "alert-" + alert.id())
                .put("source", "urn:trepart:causes")
                .put("type", "se.trepart.cause." + alert.kind() + ".v1")
                .put("subject", alert.cause())
                .put("time", alert.at().toString())
                .put("datacontenttype", "application/json");
        event.putObject("data")
                .put("kind", alert.of().kind().code())
                .put("place", alert.of().place())
                .put("code", alert.of().code())
                .put("field", alert.of().field())
                .put("rule", alert.of().rule())
                .put("members", alert.members());
        return event;
    }
}
