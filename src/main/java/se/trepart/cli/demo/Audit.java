package se.trepart.cli.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nothing is lost: the hub's totals against what the demo itself sent and was answered. */
final class Audit {
    private final List<Told> told;
    private final HubView.Totals totals;

    Audit(List<Told> told, HubView.Totals totals) {
        this.told = told;
        this.totals = totals;
    }

    /** Everything that is not as it must be. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        told.stream()
                .filter(one -> !one.asItMustBe())
                .forEach(one ->
                        findings.add(
                                "message %s by %s was answered %s"
                                        .formatted(
                                                one.telling().id(),
                                                one.telling().via(),
                                                one.answer())));
        if (!totals.addUp()) {
            findings.add("the hub's totals do not add up: " + totals.outcomes());
        }
        if (totals.received() != told.size()) {
            findings.add(
                    "%d messages were sent, and the hub has received %d"
                            .formatted(told.size(), totals.received()));
        }
        expected()
                .forEach((kind, count) -> {
                    long counted = totals.outcomes().getOrDefault(kind, 0L);
                    if (counted != count) {
                        findings.add(
                                "%d messages must be %s, and the hub counts %d"
                                        .formatted(count, kind, counted));
                    }
                });
        return findings;
    }

    private Map<String, Long> expected() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String kind : List.of("accepted", "duplicate", "refused", "not-concerned", "parked")) {
            counts.put(kind, told.stream().filter(one -> kind(one).equals(kind)).count());
        }
        return counts;
    }

    private static String kind(Told one) {
        return switch (one.telling().fate()) {
            case Telling.Fate.Accepted _ -> "accepted";
            case Telling.Fate.Duplicate _ -> "duplicate";
            case Telling.Fate.Refused _ -> "refused";
            case Telling.Fate.NotConcerned _ -> "not-concerned";
        };
    }
}
