package se.trepart.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Messages to the partners, as the contract's section 6 shapes them. */
final class Messages {
    private static final String PID =
            "PID|1||199101012384^^^&1.2.752.129.2.1.3.1&ISO^NI||Åkesson^Linnéa";
    private final String trigger;
    private final String controlId;
    private final List<String> segments = new ArrayList<>();

    private Messages(String trigger, String controlId) {
        this.trigger = trigger;
        this.controlId = controlId;
    }

    /** A registration message to PASiS that nothing is wrong with. */
    static Messages toPasis(String trigger, String controlId, String consultation) {
        Messages message = new Messages(trigger, controlId);
        message.segments.add(PID);
        message.segments.add(
                pv1("SE162321000255-TRP202", "SE162321000255-TRP950", consultation + "-kd"));
        message.segments.add("ZKD|1|KD|SJ|10|" + consultation + "|B-4711|SE162321000255-TRP101|P");
        return message;
    }

    /** A message that says what is on a visit, to primary care. */
    static Messages toPrimaryCare(String controlId, String visit, String... procedures) {
        Messages message = new Messages("ADT^A08", controlId);
        message.segments.add(PID);
        message.segments.add(pv1("SE162321000255-TRP101", "", visit));
        message.segments.addAll(List.of(procedures));
        message.segments.add("ZKD|1||||K-1|" + visit + "|SE162321000255-TRP101");
        return message;
    }

    static String xs004(String visit, String action) {
        return "PR1|1||XS004^Distanskonsultation^1.2.752.116.1.3.2.1.4||20230314100211+0100||||||||||||||"
                + visit
                + "-xs004|"
                + action;
    }

    Messages with(String segment) {
        segments.add(segment);
        return this;
    }

    Messages replacing(String what, String by) {
        segments.replaceAll(segment -> segment.replace(what, by));
        return this;
    }

    Messages without(String segmentName) {
        segments.removeIf(segment -> segment.startsWith(segmentName));
        return this;
    }

    byte[] bytes() {
        return text("UNICODE UTF-8").getBytes(StandardCharsets.UTF_8);
    }

    String text(String charset) {
        String header =
                "MSH|^~\\&|TREPART|SE162321000255-TRP001|PASIS|REGION|20230314100500+0100||"
                        + trigger
                        + "^ADT_A01|"
                        + controlId
                        + "|P|2.5.1||||||"
                        + charset;
        return header + "\rEVN||20230314100500+0100\r" + String.join("\r", segments) + "\r";
    }

    private static String pv1(String unit, String physician, String number) {
        List<String> fields = new ArrayList<>(java.util.Collections.nCopies(46, ""));
        fields.set(0, "PV1");
        fields.set(1, "1");
        fields.set(2, "O");
        fields.set(3, unit);
        fields.set(7, physician);
        fields.set(19, number);
        fields.set(44, "20230314100211+0100");
        return String.join("|", fields);
    }
}
