package se.trepart.minimising;

import com.fasterxml.jackson.core.JsonPointer;

import se.trepart.consultation.DiagnosKod;
import se.trepart.consultation.KvaKod;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What may stay at which place of a message, and what something synthetic looks like there. Only
 * what is listed stays: what the mappings know, ordinals, single signs, and the header's own codes.
 */
final class Places {
    private static final Pattern ORDINAL = Pattern.compile("[A-Za-z0-9]|\\d{1,3}|0+");
    private static final Pattern TRIGGER = Pattern.compile("[A-Z]\\d\\d");
    private static final Pattern DIAGNOSIS =
            Pattern.compile("DG1-3\\.1|.*/(diagnoses/#/code|codes/#)");
    private static final Pattern PROCEDURE = Pattern.compile("PR1-3\\.1|.*/procedures/#/code");

    /** HL7 table 0076: message types. */
    private static final Set<String> TYPES =
            Set.of(
                    ("ACK ADR ADT BAR BPS BRP BRT BTS CCF CCI CCM CCQ CCR CCU CQU CRM CSU DBC DBU"
                         + " DEL DEO DER DES DFT DOC DPR DRC DRG DSR EAC EAN EAR EHC ESR ESU IAM"
                         + " INR INU LSR LSU MCF MDM MFD MFK MFN MFQ MFR NMD NMQ NMR OMB OMD OMG"
                         + " OMI OML OMN OMP OMQ OMS OPL OPR OPU ORA ORB ORD ORF ORG ORI ORL ORM"
                         + " ORN ORP ORR ORS ORU ORX OSD OSM OSQ OSR OSU OUL PEX PGL PIN PMU PPG"
                         + " PPP PPR PPT PPV PRR PTR QBP QCK QCN QRF QRY QSB QSX QVR RAR RAS RCI"
                         + " RCL RDE RDR RDS RDY REF RER RGR RGV ROR RPA RPI RPL RPR RQA RQC RQI"
                         + " RQP RRA RRD RRE RRG RRI RSP RTB SCN SDN SDR SIU SLN SLR SMD SPQ SQM"
                         + " SQR SRM SRR SSR SSU STC STI SUR TBR TCR TCU UDM URM VQQ VTQ VXQ VXR"
                         + " VXU VXX")
                            .split(" "));

    /** Places whose own form is harmless. */
    private static final Map<String, Pattern> FORMS =
            Map.ofEntries(
                    Map.entry("MSH-9.2", TRIGGER),
                    Map.entry("EVN-1.1", TRIGGER),
                    Map.entry("MSH-12.1", Pattern.compile("\\d\\.\\d{1,2}(\\.\\d{1,2})?")),
                    Map.entry("/specversion", Pattern.compile("\\d\\.\\d")),
                    Map.entry(
                            "MSH-18.1",
                            Pattern.compile("UNICODE UTF-?8|UTF-?8|8859/\\d{1,2}|ASCII")),
                    Map.entry(
                            "/datacontenttype",
                            Pattern.compile("application/(cloudevents\\+)?json")));

    private static final Map<String, String> SYNTHETIC =
            Map.ofEntries(
                    Map.entry("MSH-3.1", "SYSTEM%d"),
                    Map.entry("MSH-4.1", "SYSTEM%d"),
                    Map.entry("MSH-5.1", "SYSTEM%d"),
                    Map.entry("MSH-6.1", "SYSTEM%d"),
                    Map.entry("MSH-10.1", "M-%d"),
                    Map.entry("SCH-1.1", "K-%d"),
                    Map.entry("SCH-2.1", "K-%d"),
                    Map.entry("ZKD-5.1", "K-%d"),
                    Map.entry("PV1-19.1", "B-%d"),
                    Map.entry("PV1-50.1", "B-%d"),
                    Map.entry("/id", "E-%d"),
                    Map.entry("/source", "https://system%d.example.se/"),
                    Map.entry("/subject", "K-%d"),
                    Map.entry("/data/visit/id", "B-%d"),
                    Map.entry("/data/meeting/url", "https://meeting%d.example.se/"));

    private static final Set<String> SENDERS = Set.of("MSH-3.1", "MSH-4.1", "MSH-5.1", "MSH-6.1");

    private final Known known;

    Places(Known known) {
        this.known = known;
    }

    /** Where a value stands: {@code PID-3.1}, or a JSON pointer without names of the sender's. */
    String place(Specimen specimen, JsonPointer at) {
        return switch (specimen) {
            case Hl7Specimen message -> message.place(at);
            case EventSpecimen _ -> known.place(at.toString());
        };
    }

    /** Whether the value says nothing about anybody. */
    boolean safe(Specimen specimen, JsonPointer at) {
        var node = specimen.tree().at(at);
        var text = node.asText();
        var place = place(specimen, at);
        if (node.isNumber()) {
            return node.isIntegralNumber() && ORDINAL.matcher(text).matches();
        }
        var form = FORMS.get(place);
        return known.value(text)
                || ORDINAL.matcher(text).matches()
                || (form != null && form.matcher(text).matches())
                || (place.equals("MSH-9.1") && type(text))
                || (place.equals("MSH-9.3") && structure(text))
                || (SENDERS.contains(place) && known.sender(text).filter(text::equals).isPresent());
    }

    private boolean type(String text) {
        return TYPES.contains(text) || known.trigger(text);
    }

    private boolean structure(String text) {
        return text.matches("[A-Z]{3}(_[A-Z]\\d\\d)?") && TYPES.contains(text.substring(0, 3));
    }

    boolean name(String name) {
        return known.name(name);
    }

    /** Codes that may stand in a value's place, or the code itself, which names nobody. */
    List<String> codes(Specimen specimen, JsonPointer at) {
        var text = specimen.tree().at(at).asText();
        var place = place(specimen, at);
        if (SENDERS.contains(place)) {
            return known.sender(text).stream().toList();
        }
        if (DIAGNOSIS.matcher(place).matches() && reads(DiagnosKod::parse, text)) {
            return List.of("S836", text);
        }
        return PROCEDURE.matcher(place).matches() && reads(KvaKod::parse, text)
                ? List.of("XS004", text)
                : List.of();
    }

    private static boolean reads(Function<String, Object> code, String text) {
        try {
            return !code.apply(text).toString().isEmpty();
        } catch (IllegalArgumentException noCode) {
            return false;
        }
    }

    /** What something synthetic looks like there, with a number. */
    String form(Specimen specimen, JsonPointer at) {
        return SYNTHETIC.getOrDefault(place(specimen, at), "X%d");
    }
}
