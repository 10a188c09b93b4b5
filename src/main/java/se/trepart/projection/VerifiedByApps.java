package se.trepart.projection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import se.trepart.consultation.HsaId;
import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.fault.FaultJson;
import se.trepart.log.Commit;
import se.trepart.log.Commits;
import se.trepart.log.Lock;
import se.trepart.log.Messages;
import se.trepart.mapping.EventReader;
import se.trepart.mapping.MappingSet;
import se.trepart.mapping.Mappings;
import se.trepart.mapping.Times;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Keeps what apps tell as messages of a feed of its own, with the event that they mean. */
@Component
class VerifiedByApps implements Verifying {
    private static final String FEED = "fhir";
    private static final String SOURCE = "urn:trepart:fhir";
    private static final String TYPE = "se.trepart.registration.verified.v1";

    private final Commits commits;
    private final Messages messages;
    private final Appending appending;
    private final ConsultationFold folds;
    private final Mappings mappings;
    private final Duration window;

    VerifiedByApps(
            Commits commits,
            Messages messages,
            Appending appending,
            ConsultationFold folds,
            Mappings mappings,
            @Value("${trepart.feed.duplicate-window}") Duration window) {
        this.commits = commits;
        this.messages = messages;
        this.appending = appending;
        this.folds = folds;
        this.mappings = mappings;
        this.window = window;
    }

    @Override
    public boolean verify(Told told, Runnable check) {
        var by = hsaId(told.by());
        return commits.commit(
                List.of(
                        Lock.onMessage(SOURCE, told.key()),
                        Lock.onConsultation(told.consultation())),
                commit -> {
                    var set = mappings.current();
                    if (again(commit, told.key(), told.body())) {
                        return false;
                    }
                    check.run();
                    var event = event(commit, told, by);
                    var message =
                            keep(
                                    commit,
                                    set,
                                    told.key(),
                                    told.body(),
                                    Messages.Outcome.ACCEPTED,
                                    List.of(),
                                    Optional.empty());
                    appending.append(commit, message, set, List.of(event));
                    return true;
                });
    }

    @Override
    public boolean toldBefore(String key, byte[] body) {
        return commits.commit(
                List.of(Lock.onMessage(SOURCE, key)), commit -> again(commit, key, body));
    }

    private boolean again(Commit commit, String key, byte[] body) {
        var earlier =
                messages.earlier(commit, SOURCE, key, window)
                        .filter(message -> Arrays.equals(message.contentHash(), sha256(body)));
        if (earlier.isEmpty()) {
            return false;
        }
        keep(commit, mappings.current(), key, body, Messages.Outcome.DUPLICATE, List.of(), earlier);
        return true;
    }

    @Override
    public void refused(String key, byte[] body, List<Fault> faults) {
        commits.commit(
                List.of(),
                commit ->
                        keep(
                                commit,
                                mappings.current(),
                                key,
                                body,
                                Messages.Outcome.REFUSED,
                                faults,
                                Optional.empty()));
    }

    private static HsaId hsaId(String text) {
        try {
            return HsaId.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new FaultException(FaultCode.TRP_203, "Task.output", "");
        }
    }

    private long keep(
            Commit commit,
            MappingSet set,
            String key,
            byte[] body,
            Messages.Outcome outcome,
            List<Fault> faults,
            Optional<Messages.Earlier> earlier) {
        return messages.keep(
                commit,
                new Messages.New(
                        FEED,
                        SOURCE,
                        key,
                        TYPE,
                        sha256(body),
                        earlier.isPresent() ? null : body,
                        outcome,
                        new byte[0],
                        FaultJson.array(faults).toString(),
                        earlier.map(Messages.Earlier::id).orElse(null),
                        null,
                        set.version()));
    }

    private ObjectNode event(Commit commit, Told told, HsaId by) {
        var event =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("specversion", "1.0")
                        .put("id", told.key() + "@" + commit.time())
                        .put("source", SOURCE)
                        .put("type", TYPE)
                        .put("subject", told.consultation())
                        .put("time", Times.text(commit.time()))
                        .put("datacontenttype", "application/json");
        folds.fold(commit, told.consultation())
                .state()
                .pasisRegistration()
                .ifPresent(seen -> event.put(EventReader.CHECKED, seen.fingerprint()));
        event.putObject("data").putObject("by").put("hsaId", by.value());
        return event;
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
