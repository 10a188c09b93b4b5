package se.trepart.fault;

import static org.awaitility.Awaitility.await;

import static se.trepart.fault.ReceptionProvocations.event;
import static se.trepart.fault.ReceptionProvocations.requested;

import se.trepart.RunningHub;
import se.trepart.delivery.Ledger;
import se.trepart.fault.FaultProvocationIT.Provocation;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Simulator;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Why a delivery waits or is held, 4xx: by the operator's page, with a PASiS that misbehaves. */
final class DeliveryProvocations {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SPECIALIST =
            "'specialist':{'hsaId':'SE162321000255-TRP951'},"
                    + "'specialistUnit':'SE162321000255-TRP202'";

    private final RunningHub hub;
    private final Simulator<Pasis> pasis;

    DeliveryProvocations(RunningHub hub, Simulator<Pasis> pasis) {
        this.hub = hub;
        this.pasis = pasis;
    }

    Map<FaultCode, Provocation> all() {
        return Map.of(
                FaultCode.TRP_401, () -> whilePasis(se.trepart.simulator.Fault.Mode.DOWN, "D401"),
                FaultCode.TRP_402, () -> whilePasis(se.trepart.simulator.Fault.Mode.SILENT, "D402"),
                FaultCode.TRP_403,
                        () -> whilePasis(se.trepart.simulator.Fault.Mode.OTHER_ID, "D403"),
                FaultCode.TRP_404,
                        () -> whilePasis(se.trepart.simulator.Fault.Mode.REFUSE_AE, "D404"),
                FaultCode.TRP_405,
                        () -> whilePasis(se.trepart.simulator.Fault.Mode.REFUSE_AR, "D405"),
                FaultCode.TRP_406, this::withoutVisitId,
                FaultCode.TRP_407, this::notYetSeen,
                FaultCode.TRP_408, () -> codesTold("D408", true, "AA001"),
                FaultCode.TRP_409, () -> codesTold("D409", false, "XS004"));
    }

    private String whilePasis(se.trepart.simulator.Fault.Mode mode, String id) {
        var code = "TRP-" + id.substring(1);
        pasis.set(
                new se.trepart.simulator.Fault(
                        mode,
                        null,
                        mode == se.trepart.simulator.Fault.Mode.DOWN ? 3_600_000L : null,
                        null));
        try {
            hub.event(requested(id));
            joined(id);
            return await().atMost(PATIENCE)
                    .until(() -> consultation(id), told -> told.contains(code));
        } finally {
            pasis.set(se.trepart.simulator.Fault.NONE);
        }
    }

    private String withoutVisitId() {
        hub.event(
                requested("D406")
                        .replace("\"id\":\"B-D406\",", "")
                        .replace("199101012384", "189001019802"));
        joined("D406");
        return consultation("D406");
    }

    /** As where the vårdcentral's own system sets the code. */
    private String notYetSeen() {
        hub.event(requested("D407"));
        joined("D407");
        var key =
                hub.jdbc()
                        .queryForObject(
                                "select key from stream where destination = 'primary-care' and"
                                        + " consultation = 'D407'",
                                String.class);
        hub.bean(Ledger.class).watch("primary-care", Objects.requireNonNull(key), false);
        return consultation("D407");
    }

    private String codesTold(String id, boolean held, String code) {
        hub.event(requested(id));
        if (held) {
            joined(id);
        }
        hub.event(
                event(
                        id,
                        "visit.codes-recorded",
                        "12:00",
                        "'visit':{'id':'B-"
                                + id
                                + "','unit':'SE162321000255-TRP104'},'procedures':[{'code':'"
                                + code
                                + "'}]"));
        return consultation(id);
    }

    private void joined(String id) {
        hub.event(event(id, "specialist.joined", "10:05", SPECIALIST));
    }

    private String consultation(String id) {
        return hub.get("/api/consultations/" + id).body();
    }
}
