package se.trepart.facade;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Answers requests, alone or within a batch; whatever goes wrong is an answer too. */
@Component
class Answering {
    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    private final Interactions interactions;

    Answering(Interactions interactions) {
        this.interactions = interactions;
    }

    Answer answer(Request request) {
        return orRefusal(wished(request), () -> answered(request));
    }

    private Answer answered(Request request) {
        var byMethod = interactions.at(request.path());
        var interaction = byMethod.get(request.method());
        if (interaction != null) {
            return interaction.answer(request);
        }
        var refusal = Refusals.method(request.method(), byMethod.keySet());
        return refused(refusal.faults(), wished(request))
                .with("Allow", String.join(", ", byMethod.keySet()));
    }

    /** What is supplied, or the refusal that says why it is not. */
    static Answer orRefusal(Representation wished, Supplier<Answer> answer) {
        try {
            return answer.get();
        } catch (FaultException e) {
            var refused = refused(e.faults(), wished);
            return e.faults().getFirst().code() == FaultCode.TRP_603
                    ? refused.with("Retry-After", "30")
                    : refused;
        } catch (QueryTimeoutException | TransactionTimedOutException e) {
            return refused(List.of(new Fault(FaultCode.TRP_603, "")), wished)
                    .with("Retry-After", "30");
        } catch (DataAccessResourceFailureException
                | TransientDataAccessException
                | CannotCreateTransactionException e) {
            return refused(List.of(new Fault(FaultCode.TRP_601, "")), wished)
                    .with("Retry-After", "5");
        } catch (RuntimeException e) {
            // Neither the message nor the request is logged: both can name a person.
            LOG.error(
                    "FHIR request failed: {} in {}", e.getClass().getName(), e.getStackTrace()[0]);
            return refused(List.of(new Fault(FaultCode.TRP_699, "")), wished);
        }
    }

    static Answer refused(List<Fault> faults, Representation wished) {
        return new Answer(
                faults.getFirst().code().httpStatus(), Map.of(), wished, Outcomes.of(faults));
    }

    /** A refusal comes in the format that was asked for, where that can be told. */
    static Representation wished(Request request) {
        try {
            var asked = Representation.of(request.parameters(), request.header("accept"));
            return new Representation(
                    asked.format(), asked.pretty(), Representation.Summary.FALSE, List.of());
        } catch (FaultException e) {
            return Representation.PLAIN;
        }
    }
}
