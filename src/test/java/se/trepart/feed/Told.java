package se.trepart.feed;

/** Messages of the doors' tests, each about a consultation of its own. */
final class Told {
    private Told() {}

    /** A booking by HL7 v2, its segments separated by line feeds. */
    static String booking(String id, String family) {
        return """
        MSH|^~\\&|TIDBOK|SE162321000255-TRP102|TREPART|SE162321000255-TRP001|20230310143000||SIU^S12^SIU_S12|%s|P|2.5.1||||||UNICODE UTF-8
        SCH|KB-%s|||||||DSK^Digital specialistkonsultation|20|min|^^^20230314130000^20230314132000
        PID|1||189001019802^^^&1.2.752.129.2.1.3.1&ISO^NI||%s^Karl
        PV1|1|O|SE162321000255-TRP102||||SE162321000255-TRP902^Holm^Eva^^^^^^&1.2.752.29.4.19&ISO
        RGS|1|A
        AIS|1|A|DSK^Digital specialistkonsultation
        AIL|1|A|SE162321000255-TRP204^^^Mottagning
        """
                .formatted(id, id, family);
    }

    /** A request as one CloudEvent on one line. */
    static String event(String id, String wouldHaveReferred) {
        return ("{'specversion':'1.0','id':'%s','source':'https://journal.example.se/',"
                        + "'type':'se.trepart.consultation.requested.v1','subject':'K-%s',"
                        + "'time':'2023-03-14T10:00:00+01:00','datacontenttype':'application/json',"
                        + "'data':{'patient':{'identifier':{'type':'personnummer','value':"
                        + "'189001029819'}},'visit':{'id':'B-%s','unit':'SE162321000255-TRP102'},"
                        + "'physician':{'hsaId':'SE162321000255-TRP901'},'specialty':'ortopedi',"
                        + "'specialistUnit':'SE162321000255-TRP202','wouldHaveReferred':'%s'}}")
                .formatted(id, id, id, wouldHaveReferred)
                .replace('\'', '"');
    }

    /** A specialist who came, which makes deliveries. */
    static String joined(String id) {
        return ("{'specversion':'1.0','id':'%s-joined','source':'https://video.example.se/',"
                        + "'type':'se.trepart.specialist.joined.v1','subject':'K-%s',"
                        + "'time':'2023-03-14T10:05:00+01:00','data':{'specialist':{'hsaId':"
                        + "'SE162321000255-TRP951'},'specialistUnit':'SE162321000255-TRP202'}}")
                .formatted(id, id)
                .replace('\'', '"');
    }
}
