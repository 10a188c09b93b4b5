package se.trepart.cases;

import com.fasterxml.jackson.databind.JsonNode;

import se.trepart.consultation.Consultation;
import se.trepart.mapping.MappingSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The pure stages of one case, each as a proof of its own: what one file cannot touch is not
 * played.
 */
final class CaseProofs {
    private static final Set<String> PERSONS =
            Set.of("Patient", "Practitioner", "PractitionerRole");

    private final Case told;
    private final MappingSet shipped;
    private final List<Received> received;

    private CaseProofs(Case told, MappingSet shipped) {
        this.told = told;
        this.shipped = shipped;
        this.received = told.received();
    }

    static List<Proof> of(Case told, MappingSet shipped) {
        return new CaseProofs(told, shipped).all();
    }

    private List<Proof> all() {
        var all = new ArrayList<Proof>();
        var log = Told.read(stage("1-events.json"));
        var events = log.stream().map(Told::json).toList();
        if (received.stream().anyMatch(Received::hl7)) {
            all.add(proof("messages", "feed/|codes/|registry/", set -> decodes(set, events)));
        }
        if (!received.stream().allMatch(Received::hl7)) {
            all.add(proof("events", "codes/|registry/", this::judges));
        }
        var states = Json.read(stage("2-state.json"));
        var byTheFold = CasesTest.byTheFoldAlone(told);
        all.add(proof("states", "registry/", set -> new Stages(set).states(log).equals(byTheFold)));
        var resources = resources();
        all.add(
                proof(
                        "resources",
                        "fhir/|codes/",
                        set -> {
                            var made = new HashSet<JsonNode>();
                            new Stages(set).resources(states).forEach(made::add);
                            return made.equals(resources);
                        }));
        all.add(proof("partners", "pasis/|primary-care/|codes/", partners(log)));
        return all;
    }

    private Proof proof(
            String stage, String reads, java.util.function.Predicate<MappingSet> check) {
        return Proof.of(told.name() + " " + stage, reads, check);
    }

    private String stage(String file) {
        return told.stage(file).orElseThrow();
    }

    private boolean decodes(MappingSet set, List<JsonNode> events) {
        var decoding = new Decoding(set);
        return decoding.log(received).stream().map(Told::json).toList().equals(events)
                && received.stream()
                        .filter(Received::hl7)
                        .allMatch(each -> {
                            var wanted = stage(each.answerFile());
                            return wanted.contains("|205^")
                                    || wanted.equals(
                                            String.join("\n", decoding.acknowledgements(each)));
                        });
    }

    /** Whether each CloudEvent is accepted or refused as the answer says. */
    private boolean judges(MappingSet set) {
        var decoding = new Decoding(set);
        return received.stream()
                .filter(each -> !each.hl7())
                .allMatch(each -> {
                    var answer = Json.read(stage(each.answerFile()));
                    var ones = answer.isArray() ? answer : List.of(answer);
                    var index = 0;
                    var faults = decoding.faults(each);
                    for (var one : ones) {
                        var found = faults.get(index++);
                        var decides = Set.of(201, 422).contains(one.path("status").asInt());
                        if (decides
                                && !found.equals(
                                        one.has("faults")
                                                ? one.path("faults")
                                                : Json.MAPPER.createArrayNode())) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    private Set<JsonNode> resources() {
        var stored = new HashSet<JsonNode>();
        Json.read(stage("3-fhir.json"))
                .forEach(resource -> {
                    if (!PERSONS.contains(resource.path("resourceType").asText())) {
                        stored.add(resource);
                    }
                });
        return stored;
    }

    /** After which message the consultations stood how: no mapping has a say in it. */
    private record Step(int message, Collection<Consultation> states) {}

    private java.util.function.Predicate<MappingSet> partners(List<Told> log) {
        var stages = new Stages(shipped);
        var steps =
                log.stream()
                        .mapToInt(Told::message)
                        .distinct()
                        .mapToObj(message ->
                                new Step(
                                        message,
                                        stages.consultations(
                                                        stages.joined(
                                                                log.stream()
                                                                        .filter(one ->
                                                                                one.message()
                                                                                        <= message)
                                                                        .toList()))
                                                .values()))
                        .toList();
        var pasis = stage("4-pasis.hl7");
        var primaryCare = stage("5-primary-care.hl7");
        return set -> {
            synchronized (PureLedger.class) {
                var ledger = new PureLedger(set);
                steps.forEach(step -> ledger.settle(step.message(), step.states()));
                return ledger.sent("pasis").equals(pasis)
                        && ledger.sent("primary-care").equals(primaryCare);
            }
        };
    }
}
