package se.trepart.profiles;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.StructureDefinition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Validates against R4 4.0.1 and the profiles of {@code fhir-profiles/}; the Swedish base profiles
 * join where {@code ../shared/data/se-base} is present. Works offline: codes of systems that are
 * not here (ICD-10-SE, KVÅ) give no error. Slow to make (seconds), so one is shared.
 */
public final class FhirValidation {
    /** Where the Swedish base profiles are, seen from the project's root. */
    public static final Path SE_BASE = Path.of("../shared/data/se-base");

    private static final Path PROFILES = Path.of("fhir-profiles");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FhirContext context = FhirContext.forR4Cached();
    private final PrePopulatedValidationSupport conformance =
            new PrePopulatedValidationSupport(context);
    private final ValidationSupportChain support;
    private final FhirValidator validator;

    FhirValidation(Path... folders) {
        for (var folder : folders) {
            conformanceResources(folder).forEach(this::add);
        }
        var unknown = new UnknownCodeSystemWarningValidationSupport(context);
        unknown.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
        support =
                new ValidationSupportChain(
                        new DefaultProfileValidationSupport(context),
                        conformance,
                        new CommonCodeSystemsTerminologyService(context),
                        new InMemoryTerminologyServerValidationSupport(context),
                        new SnapshotGeneratingValidationSupport(context),
                        unknown);
        var instances = new FhirInstanceValidator(support);
        instances.setAssumeValidRestReferences(true);
        validator = context.newValidator();
        validator.registerValidatorModule(instances);
    }

    /** The one that tests share: our profiles, and the Swedish base where it is present. */
    public static FhirValidation shared() {
        return Shared.INSTANCE;
    }

    /** Whether the Swedish base profiles take part; without them their part goes untested. */
    public static boolean seBaseIsPresent() {
        return Files.isDirectory(SE_BASE);
    }

    /** Errors and fatals, each as {@code position: text}; empty when the resource is valid. */
    public List<String> problems(String resourceJson) {
        return messages(resourceJson, new ValidationOptions());
    }

    /** The same, against a profile that the resource need not claim. */
    public List<String> problems(String resourceJson, String profile) {
        return messages(resourceJson, new ValidationOptions().addProfile(profile));
    }

    private List<String> messages(String resourceJson, ValidationOptions options) {
        var checked = seBaseIsPresent() ? resourceJson : withoutSeBase(resourceJson);
        return validator.validateWithResult(checked, options).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .map(FhirValidation::text)
                .toList();
    }

    /** A claim that cannot be looked up here is left out, so that R4 itself is still checked. */
    private static String withoutSeBase(String resourceJson) {
        try {
            var resource = JSON.readTree(resourceJson);
            if (resource.path("meta").path("profile") instanceof ArrayNode profiles) {
                for (var at = profiles.size() - 1; at >= 0; at--) {
                    if (profiles.get(at).asText().startsWith("http://hl7.se/fhir/ig/base/")) {
                        profiles.remove(at);
                    }
                }
                if (profiles.isEmpty()) {
                    ((ObjectNode) resource.path("meta")).remove("profile");
                }
            }
            if (resource instanceof ObjectNode object && object.path("meta").isEmpty()) {
                object.remove("meta");
            }
            return resource.toString();
        } catch (JsonProcessingException unreadable) {
            return resourceJson;
        }
    }

    private static String text(SingleValidationMessage message) {
        return message.getLocationString() + ": " + message.getMessage();
    }

    /** The snapshot of one of the profiles; throws NullPointerException for one that is unknown. */
    StructureDefinition snapshot(String canonical) {
        var definition = (StructureDefinition) support.fetchStructureDefinition(canonical);
        return definition.hasSnapshot() ? definition : snapshot(definition);
    }

    /** A definition's snapshot, made new. */
    StructureDefinition snapshot(StructureDefinition definition) {
        return (StructureDefinition)
                support.generateSnapshot(
                        new ValidationSupportContext(support),
                        definition.copy(),
                        definition.getUrl(),
                        null,
                        definition.getName());
    }

    /** Every conformance resource in a folder, not below it. */
    static List<IBaseResource> conformanceResources(Path folder) {
        var parser = FhirContext.forR4Cached().newJsonParser();
        try (var files = Files.list(folder)) {
            return files.filter(file ->
                            file.getFileName()
                                    .toString()
                                    .matches("(StructureDefinition|CodeSystem|ValueSet)-.*\\.json"))
                    .sorted()
                    .map(file -> parser.parseResource(read(file)))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void add(IBaseResource resource) {
        conformance.addResource(resource);
    }

    private static final class Shared {
        static final FhirValidation INSTANCE = make();

        private static FhirValidation make() {
            if (seBaseIsPresent()) {
                return new FhirValidation(PROFILES, SE_BASE);
            }
            System.out.println(
                    "Not tested against the Swedish base profiles: " + SE_BASE + " is absent");
            return new FhirValidation(PROFILES);
        }
    }
}
