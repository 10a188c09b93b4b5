package se.trepart.simulator;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A unit that takes referrals by REF^I12, and does nothing else with them; the witness keeps their
 * bytes.
 */
public final class ReceivingUnit implements Partner {
    private static final List<String> COLUMNS =
            List.of("remiss", "fran", "till", "personnummer", "mottagen");

    private final List<List<String>> referrals = new ArrayList<>();

    @Override
    public String name() {
        return "remiss";
    }

    @Override
    public List<String> triggers() {
        return List.of("REF^I12");
    }

    @Override
    public Decision decide(Hl7Message message) {
        referrals.add(
                List.of(
                        message.value("RF1", 6),
                        provider(message, "RP"),
                        provider(message, "RT"),
                        message.value("PID", 3),
                        Hl7Time.toFhir(OffsetDateTime.now(ZoneOffset.UTC))));
        return new Decision.Taken(List.of());
    }

    @Override
    public Extract extract() {
        return new Extract(COLUMNS, referrals);
    }

    /** PRD-7 of the provider with that role: RP refers, RT is referred to. */
    private static String provider(Hl7Message message, String role) {
        return message.segments("PRD").stream()
                .filter(prd -> prd.value(1).equals(role))
                .findFirst()
                .map(prd -> prd.value(7))
                .orElse("");
    }
}
