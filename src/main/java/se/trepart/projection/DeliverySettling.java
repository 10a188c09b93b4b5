package se.trepart.projection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

import se.trepart.delivery.Claim;
import se.trepart.delivery.Outcome;
import se.trepart.delivery.Settling;
import se.trepart.log.Commit;
import se.trepart.log.Commits;
import se.trepart.log.Lock;
import se.trepart.log.Messages;
import se.trepart.mapping.Mappings;
import se.trepart.mapping.Times;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Settles a delivery in one commit with what it changes in resources: PASiS refused a registration,
 * or confirmed one that it had refused, enters the log as an event of the hub's own (law 4).
 */
@Component
class DeliverySettling implements Settling {
    private static final String SOURCE = "urn:trepart:hub";

    private final Commits commits;
    private final Messages messages;
    private final Appending appending;
    private final Mappings mappings;

    DeliverySettling(Commits commits, Messages messages, Appending appending, Mappings mappings) {
        this.commits = commits;
        this.messages = messages;
        this.appending = appending;
        this.mappings = mappings;
    }

    @Override
    public void settle(Claim claim, Outcome outcome, Change change) {
        var type = event(claim, outcome);
        var locks = new ArrayList<Lock>();
        if (!type.isEmpty()) {
            locks.add(Lock.onConsultation(claim.consultation()));
        }
        commits.commit(
                locks,
                commit -> {
                    if (change.apply() && !type.isEmpty()) {
                        append(commit, claim, type);
                    }
                    return claim;
                });
    }

    @Override
    public boolean concernsTheLog(Claim claim, Outcome outcome) {
        return !event(claim, outcome).isEmpty();
    }

    private static String event(Claim claim, Outcome outcome) {
        if (!claim.destination().equals(Targets.PASIS)) {
            return "";
        }
        return switch (outcome) {
            case Outcome.Permanent _ -> claim.refused() ? "" : "registration.refused.v1";
            case Outcome.Confirmed _ -> claim.refused() ? "registration.released.v1" : "";
            case Outcome.Transient _, Outcome.Ambiguous _ -> "";
        };
    }

    private void append(Commit commit, Claim claim, String type) {
        var event = event(commit, claim, type);
        var bytes = event.toString().getBytes(StandardCharsets.UTF_8);
        var set = mappings.current();
        var message =
                messages.keep(
                        commit,
                        new Messages.New(
                                "hub",
                                SOURCE,
                                event.path("id").asText(),
                                event.path("type").asText(),
                                new byte[0],
                                bytes,
                                Messages.Outcome.ACCEPTED,
                                new byte[0],
                                "[]",
                                null,
                                null,
                                set.version()));
        appending.append(commit, message, set, List.of(event));
    }

    private static ObjectNode event(Commit commit, Claim claim, String type) {
        var event =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("specversion", "1.0")
                        .put(
                                "id",
                                claim.destination()
                                        + "-"
                                        + claim.delivery()
                                        + "-"
                                        + type.substring(0, type.indexOf(".v1")))
                        .put("source", SOURCE)
                        .put("type", "se.trepart." + type)
                        .put("subject", claim.consultation())
                        .put("time", Times.text(commit.time()))
                        .put("datacontenttype", "application/json");
        event.putObject("data").put("destination", claim.destination());
        return event;
    }
}
