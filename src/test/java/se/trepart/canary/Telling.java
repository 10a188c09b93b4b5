package se.trepart.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Right messages about a person who is made of canaries. */
final class Telling {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VISIT = "'visit':{'id':'B-%s','unit':'SE162321000255-TRP103'}";
    private static final String PATIENT =
            "'patient':{'identifier':{'type':'personnummer','value':'"
                    + Canaries.IDENTITY
                    + "'},'name':{'family':'"
                    + Canaries.FAMILY
                    + "','given':'"
                    + Canaries.GIVEN
                    + "'},'address':'"
                    + Canaries.ADDRESS
                    + " 4','phone':'"
                    + Canaries.PHONE
                    + "'}";
    private static final String CALLED =
            "'physician':{'hsaId':'SE162321000255-TRP901'},'specialty':'ortopedi',"
                    + "'specialistUnit':'SE162321000255-TRP202','question':{'text':'"
                    + Canaries.QUESTION
                    + "','codes':['S836']}";

    private Telling() {}

    static ObjectNode requested(String id) {
        return event(
                id, "consultation.requested", PATIENT + "," + VISIT.formatted(id) + "," + CALLED);
    }

    static ObjectNode booked(String id) {
        return event(
                id,
                "consultation.booked",
                PATIENT
                        + ","
                        + VISIT.formatted(id)
                        + ","
                        + CALLED
                        + ",'slot':{'start':'2023-03-14T10:00:00+01:00','end':'2023-03-14T10:20:00+01:00'},"
                        + "'meeting':{'url':'https://video.example.se/m/1'}");
    }

    static ObjectNode registered(String id) {
        return event(
                id,
                "medical-registration.recorded",
                "'diagnoses':[{'code':'S836','main':true}],'procedures':[{'code':'AV029'}],"
                        + "'by':{'hsaId':'SE162321000255-TRP951'}");
    }

    static String joined(String id) {
        return event(
                        id,
                        "specialist.joined",
                        "'specialist':{'hsaId':'SE162321000255-TRP951'},'specialistUnit':'SE162321000255-TRP202'")
                .toString();
    }

    private static ObjectNode event(String id, String type, String data) {
        var text =
                ("{'specversion':'1.0','id':'%s-%s','source':'https://video.example.se/',"
                                + "'type':'se.trepart.%2$s.v1','subject':'K-%1$s',"
                                + "'time':'2023-03-14T10:00:00+01:00','data':{%s}}")
                        .formatted(id, type, data)
                        .replace('\'', '"');
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static String start(String controlId) {
        return """
        MSH|^~\\&|VCJOURNAL|SE162321000255-TRP103|TREPART|SE162321000255-TRP001|20230314095000||ADT^A04^ADT_A01|%s|P|2.5.1||||||UNICODE UTF-8
        EVN|A04|20230314095000||||20230314095000
        PID|1||%s^^^&1.2.752.129.2.1.3.1&ISO^NI||%s^%s||18900101|F|||%s 4^^Lund||%s
        PV1|1|O|SE162321000255-TRP103||||SE162321000255-TRP901^Holm^Eva^^^^^^&1.2.752.29.4.19&ISO||||||||||||B-%s|||||||||||||||||||||||||20230314095000\
        """
                .formatted(
                        controlId,
                        Canaries.IDENTITY,
                        Canaries.FAMILY,
                        Canaries.GIVEN,
                        Canaries.ADDRESS,
                        Canaries.PHONE,
                        controlId);
    }

    static String booking(String controlId) {
        return """
        MSH|^~\\&|TIDBOK|SE162321000255-TRP103|TREPART|SE162321000255-TRP001|20230310143000||SIU^S12^SIU_S12|%s|P|2.5.1||||||UNICODE UTF-8
        SCH|KB-%s|||||||DSK^Digital specialistkonsultation|20|min|^^^20230314100000^20230314102000
        PID|1||%s^^^&1.2.752.129.2.1.3.1&ISO^NI||%s^%s
        PV1|1|O|SE162321000255-TRP103||||SE162321000255-TRP901^Holm^Eva^^^^^^&1.2.752.29.4.19&ISO
        NTE|1||%s
        RGS|1|A
        AIS|1|A|DSK^Digital specialistkonsultation
        AIL|1|A|SE162321000255-TRP204^^^Mottagning\
        """
                .formatted(
                        controlId,
                        controlId,
                        Canaries.IDENTITY,
                        Canaries.FAMILY,
                        Canaries.GIVEN,
                        Canaries.QUESTION);
    }

    static String registration(String controlId) {
        return """
        MSH|^~\\&|SJUKHUSJOURNAL|SE162321000255-TRP202|TREPART|SE162321000255-TRP001|20230314110000||BAR^P12^BAR_P12|%s|P|2.5.1||||||UNICODE UTF-8
        EVN|P12|20230314110000
        PID|1||%s^^^&1.2.752.129.2.1.3.1&ISO^NI||%s^%s
        PV1|1|O|SE162321000255-TRP202
        DG1|1||S836^%s^1.2.752.116.1.1.1.1.3|||F
        PR1|1||NGB09^%s^1.2.752.116.1.3.2.1.4||20230314101000
        ZKD|1||||K-%s\
        """
                .formatted(
                        controlId,
                        Canaries.IDENTITY,
                        Canaries.FAMILY,
                        Canaries.GIVEN,
                        Canaries.QUESTION,
                        Canaries.QUESTION,
                        controlId);
    }
}
