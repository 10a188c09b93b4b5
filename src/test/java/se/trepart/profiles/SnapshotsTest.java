package se.trepart.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;

import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Guards against the differential whose elements are not in the base's order: its constraints are
 * lost without a word.
 */
class SnapshotsTest {
    @TestFactory
    Stream<DynamicTest> everyConstraintOfADifferentialIsInTheSnapshot() {
        return Profiles.ours().stream()
                .map(profile ->
                        DynamicTest.dynamicTest(
                                profile.getId(),
                                () ->
                                        assertThat(
                                                        lost(
                                                                profile,
                                                                FhirValidation.shared()
                                                                        .snapshot(profile)))
                                                .isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> aSnapshotHasEveryElementOfItsBase() {
        return Profiles.ours().stream()
                .map(profile ->
                        DynamicTest.dynamicTest(
                                profile.getId(),
                                () -> {
                                    var base =
                                            FhirValidation.shared()
                                                    .snapshot(profile.getBaseDefinition());
                                    var own = ids(FhirValidation.shared().snapshot(profile));
                                    assertThat(own).containsAll(ids(base));
                                    assertThat(own)
                                            .hasSizeGreaterThanOrEqualTo(
                                                    base.getSnapshot().getElement().size()
                                                            + added(profile, base));
                                }));
    }

    @TestFactory
    Stream<DynamicTest> theElementsOfADifferentialAreInTheOrderOfTheBase() {
        return Profiles.ours().stream()
                .map(profile ->
                        DynamicTest.dynamicTest(
                                profile.getId(),
                                () -> {
                                    var base =
                                            ids(
                                                    FhirValidation.shared()
                                                            .snapshot(profile.getBaseDefinition()));
                                    var places =
                                            profile.getDifferential().getElement().stream()
                                                    .map(ElementDefinition::getPath)
                                                    .map(base::indexOf)
                                                    .filter(place -> place >= 0)
                                                    .toList();
                                    if (!isStandIn(profile)) {
                                        assertThat(places).isSorted();
                                    }
                                }));
    }

    @Test
    void anOrderThatIsNotTheBasesIsFound() {
        // given
        var profile =
                Profiles.ours().stream()
                        .filter(one -> one.getId().endsWith("mottagningsbesok"))
                        .findFirst()
                        .orElseThrow()
                        .copy();
        // when
        var elements = new ArrayList<>(profile.getDifferential().getElement());
        Collections.reverse(elements.subList(1, elements.size()));
        profile.getDifferential().setElement(elements);
        // then
        List<String> lost;
        try {
            lost = lost(profile, FhirValidation.shared().snapshot(profile));
        } catch (RuntimeException refused) {
            lost = List.of("refused");
        }
        assertThat(lost).isNotEmpty();
    }

    /** But for extensions: their context makes the validator look for HL7's package on the net. */
    @TestFactory
    Stream<DynamicTest> aConformanceResourceIsItselfValid() {
        return FhirValidation.conformanceResources(java.nio.file.Path.of("fhir-profiles")).stream()
                .filter(resource ->
                        !(resource instanceof StructureDefinition profile)
                                || !profile.getType().equals("Extension"))
                .map(resource ->
                        DynamicTest.dynamicTest(
                                resource.fhirType() + " " + resource.getIdElement().getIdPart(),
                                () ->
                                        assertThat(
                                                        FhirValidation.shared()
                                                                .problems(
                                                                        FhirContext.forR4Cached()
                                                                                .newJsonParser()
                                                                                .encodeResourceToString(
                                                                                        resource)))
                                                .isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> theSwedishBaseAcceptsItsOwnExamples() {
        assumeTrue(
                FhirValidation.seBaseIsPresent(),
                "the Swedish base profiles are not here: conformance to them is not tested");
        return Stream.of(
                        "Patient-PatientExample196101182803.json",
                        "Practitioner-PractitionerExample1.json",
                        "Organization-Organization1.json")
                .map(file ->
                        DynamicTest.dynamicTest(
                                file,
                                () ->
                                        assertThat(
                                                        FhirValidation.shared()
                                                                .problems(
                                                                        FhirValidation.read(
                                                                                FhirValidation
                                                                                        .SE_BASE
                                                                                        .resolve(
                                                                                                file))))
                                                .isEmpty()));
    }

    /** What the differential asks for and the snapshot does not have. */
    private static List<String> lost(StructureDefinition profile, StructureDefinition snapshot) {
        var lost = new ArrayList<String>();
        for (var asked : profile.getDifferential().getElement()) {
            var kept =
                    snapshot.getSnapshot().getElement().stream()
                            .filter(element -> element.getId().equals(asked.getId()))
                            .findFirst();
            if (kept.isEmpty() || !keeps(kept.get(), asked)) {
                lost.add(asked.getId());
            }
        }
        return lost;
    }

    private static boolean keeps(ElementDefinition kept, ElementDefinition asked) {
        var keys = kept.getConstraint().stream().map(rule -> rule.getKey()).toList();
        return (!asked.hasMin() || kept.getMin() == asked.getMin())
                && (!asked.hasMax() || kept.getMax().equals(asked.getMax()))
                && (!asked.hasPattern() || asked.getPattern().equalsDeep(kept.getPattern()))
                && (!asked.hasFixed() || asked.getFixed().equalsDeep(kept.getFixed()))
                && (!asked.hasBinding()
                        || asked.getBinding().getValueSet().equals(kept.getBinding().getValueSet()))
                && asked.getType().size() <= Math.max(kept.getType().size(), 1)
                && keys.containsAll(
                        asked.getConstraint().stream().map(rule -> rule.getKey()).toList());
    }

    private static int added(StructureDefinition profile, StructureDefinition base) {
        var inBase = ids(base);
        return Math.toIntExact(
                profile.getDifferential().getElement().stream()
                        .filter(element -> !inBase.contains(element.getId()))
                        .count());
    }

    /** Its slices start over from the first child, so that paths repeat. */
    private static boolean isStandIn(StructureDefinition profile) {
        return profile.getId().contains("ext-R5-");
    }

    private static List<String> ids(StructureDefinition definition) {
        return definition.getSnapshot().getElement().stream()
                .map(ElementDefinition::getId)
                .toList();
    }
}
