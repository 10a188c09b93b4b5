package se.trepart.fault;

import se.trepart.RunningHub;
import se.trepart.fault.FaultProvocationIT.Provocation;
import se.trepart.mapping.Hl7Batch;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the doors refuse, 1xx: by the answers of a running hub. */
final class ReceptionProvocations {

    private final RunningHub hub;

    ReceptionProvocations(RunningHub hub) {
        this.hub = hub;
    }

    Map<FaultCode, Provocation> all() {
        return Map.ofEntries(
                Map.entry(FaultCode.TRP_101, () -> hl7("PID|1||199101012384")),
                Map.entry(
                        FaultCode.TRP_102,
                        () -> hl7(start("P101") + "NTE|1||" + "x".repeat(70 * 1024))),
                Map.entry(
                        FaultCode.TRP_103,
                        () -> hl7(start("P103").replace("ADT^A04^ADT_A01", "MDM^T02^MDM_T02"))),
                Map.entry(
                        FaultCode.TRP_104,
                        () -> hl7(start("P104").replace("ADT^A04^ADT_A01", "ADT^A60^ADT_A60"))),
                Map.entry(
                        FaultCode.TRP_105,
                        () -> hl7(start("P105").replace("|P|2.5.1", "|T|2.5.1"))),
                Map.entry(
                        FaultCode.TRP_106, () -> hl7(start("P106").replace("|P|2.5.1", "|P|2.9"))),
                Map.entry(FaultCode.TRP_107, () -> hl7(start(""))),
                Map.entry(
                        FaultCode.TRP_108,
                        () -> hl7(start("P108")) + hl7(start("P108").replace("Ekdahl", "Ekström"))),
                Map.entry(
                        FaultCode.TRP_109,
                        () ->
                                event(requested("P109"))
                                        + event(requested("P109").replace("TRP901", "TRP902"))),
                Map.entry(FaultCode.TRP_110, () -> event("{\"specversion\":")),
                Map.entry(
                        FaultCode.TRP_111,
                        () ->
                                hub.post(
                                                requested("P111").getBytes(StandardCharsets.UTF_8),
                                                "Content-Type",
                                                "text/plain")
                                        .body()),
                Map.entry(
                        FaultCode.TRP_112,
                        () -> event(requested("P112").replace("requested", "dreamt"))),
                Map.entry(
                        FaultCode.TRP_113,
                        () -> event(requested("P113").replace("\"1.0\"", "\"0.3\""))),
                Map.entry(
                        FaultCode.TRP_114,
                        () -> event(requested("P114").replace("\"specialty\"", "\"speciality\""))),
                Map.entry(
                        FaultCode.TRP_115,
                        () -> hl7(start("P115").replace("UNICODE UTF-8", "KLINGON"))),
                Map.entry(FaultCode.TRP_116, () -> hl7(start("P116") + "\n|no segment")),
                Map.entry(
                        FaultCode.TRP_117,
                        () ->
                                Hl7Batch.read(
                                                ("BHS|^~\\&\n" + start("P117"))
                                                        .getBytes(StandardCharsets.UTF_8))
                                        .faults()
                                        .getFirst()
                                        .english()));
    }

    private String hl7(String message) {
        return new String(hub.hl7(message), StandardCharsets.UTF_8);
    }

    private String event(String json) {
        return hub.event(json).body();
    }

    /** A visit's start that nothing is wrong with. */
    static String start(String controlId) {
        return """
        MSH|^~\\&|VCJOURNAL|SE162321000255-TRP104|TREPART|SE162321000255-TRP001|20230314095000||ADT^A04^ADT_A01|%s|P|2.5.1||||||UNICODE UTF-8
        EVN|A04|20230314095000
        PID|1||199101012384^^^&1.2.752.129.2.1.3.1&ISO^NI||Ekdahl^Siv||19910101|F
        PV1|1|O|SE162321000255-TRP104||||||||||||||||B-%s|||||||||||||||||||||||||20230314095000
        """
                .formatted(controlId, controlId);
    }

    /** A request that nothing is wrong with. */
    static String requested(String id) {
        return event(
                id,
                "consultation.requested",
                "10:00",
                "'patient':{'identifier':{'type':'personnummer','value':'199101012384'}},"
                        + "'visit':{'id':'B-"
                        + id
                        + "','unit':'SE162321000255-TRP104'},"
                        + "'physician':{'hsaId':'SE162321000255-TRP901'},'specialty':'ortopedi',"
                        + "'specialistUnit':'SE162321000255-TRP202'");
    }

    /** An event of the consultation, its data with single quotes. */
    static String event(String consultation, String type, String time, String data) {
        return ("{'specversion':'1.0','id':'%s-%s','source':'https://video.example.se/',"
                        + "'type':'se.trepart.%2$s.v1','subject':'%1$s',"
                        + "'time':'2023-03-14T%s:00+01:00','data':{%s}}")
                .formatted(consultation, type, time, data)
                .replace('\'', '"');
    }
}
