package se.trepart.fault;

import static se.trepart.fault.ReceptionProvocations.requested;
import static se.trepart.fault.ReceptionProvocations.start;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import se.trepart.RunningHub;
import se.trepart.fault.FaultProvocationIT.Provocation;
import se.trepart.mapping.MappingSet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What mappings and rules object to, 2xx: by a running hub's answers, and by broken mappings. */
final class MappingProvocations {
    private final RunningHub hub;
    private final Path scratch;

    MappingProvocations(RunningHub hub, Path scratch) {
        this.hub = hub;
        this.scratch = scratch;
    }

    Map<FaultCode, Provocation> all() {
        return Map.ofEntries(
                Map.entry(FaultCode.TRP_201, () -> hl7(start("M201").replaceAll("PID.*\n", ""))),
                Map.entry(
                        FaultCode.TRP_202,
                        () -> hl7(start("M202").replace("199101012384", "199101012385"))),
                Map.entry(
                        FaultCode.TRP_203,
                        () ->
                                hl7(
                                        actions("M203")
                                                .replace(
                                                        "PV1|1|O|SE162321000255-TRP202",
                                                        "PV1|1|O|SE162321000255-TRP202||||SE16-TRP951^Ek^Sara^^^^^^&1.2.752.29.4.19&ISO"))),
                Map.entry(
                        FaultCode.TRP_204,
                        () -> event(requested("M204").replace("-TRP104", "-TRP199"))),
                Map.entry(
                        FaultCode.TRP_205,
                        () -> event(requested("M205").replace("ortopedi", "neurologi"))),
                Map.entry(FaultCode.TRP_206, () -> hl7(registered("M206", "S836", "XYZ"))),
                Map.entry(FaultCode.TRP_207, () -> hl7(registered("M207", "836", "NGB09"))),
                Map.entry(
                        FaultCode.TRP_208,
                        () -> hl7(start("M208").replace("20230314095000", "20231341095000"))),
                Map.entry(FaultCode.TRP_209, () -> hl7(actions("M209"))),
                Map.entry(FaultCode.TRP_210, () -> event(rescheduled("M210"))),
                Map.entry(FaultCode.TRP_211, this::aMappingThatFails),
                Map.entry(
                        FaultCode.TRP_212,
                        () -> hl7(actions("M212").replace("1.2.752.116.1.1.1.1.3", "9.9.9"))),
                Map.entry(FaultCode.TRP_213, () -> event(requested("M 213"))),
                Map.entry(FaultCode.TRP_220, this::aMappingSetThatDoesNotLoad));
    }

    private String aMappingThatFails() throws IOException {
        var set = MappingSet.load(shipped("failing", "pasis/target.jslt", "number(\"ten\")"));
        try {
            return set.transform("pasis/target", JsonNodeFactory.instance.objectNode()).toString();
        } catch (FaultException failed) {
            return failed.faults().getFirst().english();
        }
    }

    private String aMappingSetThatDoesNotLoad() throws IOException {
        try {
            return MappingSet.load(shipped("broken", "pasis/target.jslt", "{ \"half\": "))
                    .version();
        } catch (FaultException failed) {
            return failed.faults().getFirst().english();
        }
    }

    /** A copy of the mappings with one file changed. */
    private Path shipped(String name, String file, String content) throws IOException {
        var copy = scratch.resolve(name);
        var from = Path.of("mappings");
        try (var files = Files.walk(from)) {
            for (var each : files.filter(Files::isRegularFile).toList()) {
                var to = copy.resolve(from.relativize(each));
                Files.createDirectories(to.getParent());
                Files.copy(each, to);
            }
        }
        Files.writeString(copy.resolve(file), content);
        return copy;
    }

    private static String registered(String controlId, String diagnosis, String procedure) {
        return actions(controlId).replace("||||||A", "").replace("S836", diagnosis)
                + "PR1|1||"
                + procedure
                + "^^1.2.752.116.1.3.2.1.4||20230314101000\n";
    }

    private static String rescheduled(String id) {
        return ReceptionProvocations.event(
                id,
                "consultation.rescheduled",
                "09:00",
                "'slot':{'start':'2023-03-14T10:20:00+01:00','end':'2023-03-14T10:00:00+01:00'}");
    }

    private static String actions(String controlId) {
        return """
        MSH|^~\\&|SJUKHUSJOURNAL|SE162321000255-TRP202|TREPART|SE162321000255-TRP001|20230314110000||BAR^P12^BAR_P12|%s|P|2.5.1||||||UNICODE UTF-8
        EVN|P12|20230314110000
        PID|1||199101012384^^^&1.2.752.129.2.1.3.1&ISO^NI||Ekdahl^Siv||19910101|F
        PV1|1|O|SE162321000255-TRP202
        DG1|1||S836^^1.2.752.116.1.1.1.1.3|||F|||||||||1||||||A
        ZKD|1||||K-%s
        """
                .formatted(controlId, controlId);
    }

    private String hl7(String message) {
        return new String(hub.hl7(message), StandardCharsets.UTF_8);
    }

    private String event(String json) {
        return hub.event(json).body();
    }
}
