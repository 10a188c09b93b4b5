package se.trepart.fault;

import static org.awaitility.Awaitility.await;

import se.trepart.RunningHub;
import se.trepart.fault.FaultProvocationIT.Provocation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** What stands under a cause though no sender was refused: by the causes of a running hub. */
final class CauseProvocations {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TWO_BOOKINGS_AND_A_VISIT_BETWEEN =
            """
            MSH|^~\\&|TIDBOK|SE162321000255-TRP114|TREPART||20230310140000||SIU^S12^SIU_S12|C214-1|P|2.5.1||||||UNICODE UTF-8
            SCH|K-C214-1|||||||DSK^Digital specialistkonsultation|20|min|^^^20230314100000^20230314102000
            PID|1||199101022391^^^&1.2.752.129.2.1.3.1&ISO^NI||Nordin^Karl
            PV1|1|O|SE162321000255-TRP114||||SE162321000255-TRP902
            AIS|1|A|DSK^Digital specialistkonsultation
            AIL|1|A|SE162321000255-TRP202

            MSH|^~\\&|TIDBOK|SE162321000255-TRP114|TREPART||20230310141000||SIU^S12^SIU_S12|C214-2|P|2.5.1||||||UNICODE UTF-8
            SCH|K-C214-2|||||||DSK^Digital specialistkonsultation|20|min|^^^20230314110000^20230314112000
            PID|1||199101022391^^^&1.2.752.129.2.1.3.1&ISO^NI||Nordin^Karl
            PV1|1|O|SE162321000255-TRP114||||SE162321000255-TRP902
            AIS|1|A|DSK^Digital specialistkonsultation
            AIL|1|A|SE162321000255-TRP204

            MSH|^~\\&|VCJOURNAL|SE162321000255-TRP114|TREPART||20230314103000||ADT^A04^ADT_A01|C214-3|P|2.5.1||||||UNICODE UTF-8
            EVN|A04|20230314103000
            PID|1||199101022391^^^&1.2.752.129.2.1.3.1&ISO^NI||Nordin^Karl
            PV1|1|O|SE162321000255-TRP114||||||||||||||||B-C214|||||||||||||||||||||||||20230314103000
            """;

    private final RunningHub hub;

    CauseProvocations(RunningHub hub) {
        this.hub = hub;
    }

    Map<FaultCode, Provocation> all() {
        return Map.of(FaultCode.TRP_118, this::silent, FaultCode.TRP_214, this::parked);
    }

    /** A vårdcentral that was heard every hour of four weeks, and not since then. */
    private String silent() {
        var now = LocalDateTime.now(ZoneId.of("Europe/Stockholm")).truncatedTo(ChronoUnit.HOURS);
        for (var hour = now.minusWeeks(6);
                hour.isBefore(now.minusWeeks(2));
                hour = hour.plusHours(1)) {
            hub.jdbc()
                    .update(
                            "insert into traffic_hour (feed, unit, hour) values ('mllp',"
                                    + " 'SE162321000255-TRP118', ?)",
                            hour);
        }
        return told("silent");
    }

    private String parked() {
        for (var message : TWO_BOOKINGS_AND_A_VISIT_BETWEEN.split("\n\n")) {
            var answer = new String(hub.hl7(message), StandardCharsets.UTF_8);
            if (!answer.contains("MSA|AA|")) {
                throw new IllegalStateException(answer);
            }
        }
        return told("parked");
    }

    private String told(String kind) {
        return await().atMost(PATIENCE)
                .until(
                        () -> hub.get("/api/causes?kind=" + kind).body(),
                        body -> body.contains("TRP-"));
    }
}
