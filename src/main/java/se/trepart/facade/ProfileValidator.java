package se.trepart.facade;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;

import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Validates against R4 (4.0.1) and the profiles in {@code trepart.profiles-dir}, folders below it
 * included, without any network: codes of systems that are not there give a warning. Costs seconds
 * and memory to make, so the first who asks has it made; two at a time are served, others wait.
 */
@Component
class ProfileValidator {
    private static final int AT_A_TIME = 2;
    private static final int PATIENCE_SECONDS = 20;
    private static final Logger LOG = LoggerFactory.getLogger(ProfileValidator.class);
    private static final String UNREADABLE =
            "Not readable as a resource: an element has another form (object, list or value) than"
                    + " R4 gives it";
    private static final Pattern DEFINITION =
            Pattern.compile("(StructureDefinition|CodeSystem|ValueSet|ConceptMap)-.*\\.json");

    private final FhirContext fhir;
    private final Path profiles;
    private final Semaphore places = new Semaphore(AT_A_TIME, true);
    private final Object making = new Object();
    private @Nullable Made made;

    ProfileValidator(FhirContext fhir, @Value("${trepart.profiles-dir}") Path profiles) {
        this.fhir = fhir;
        this.profiles = profiles;
    }

    private record Made(FhirValidator validator, IValidationSupport support) {}

    /**
     * All that there is to say about the resource.
     *
     * @param json one resource, as JSON or XML
     * @param profile its canonical URL; null: what the resource claims
     * @throws FaultException TRP-503 when the profile is not known, TRP-603 when too many wait
     */
    List<SingleValidationMessage> messages(String json, @Nullable String profile) {
        var taken = false;
        try {
            taken = places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!taken) {
                throw new FaultException(FaultCode.TRP_603, "", "validations");
            }
            var all = made();
            var options = new ValidationOptions();
            if (profile != null) {
                if (all.support().fetchStructureDefinition(profile) == null) {
                    throw Refusals.parameter(
                            FaultCode.TRP_503,
                            "profile",
                            "must be the canonical URL of a profile that is known here, see"
                                    + " /fhir-profiles/");
                }
                options.addProfile(profile);
            }
            return messages(all.validator(), json, options);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(FaultCode.TRP_603, "", "validations");
        } finally {
            if (taken) {
                places.release();
            }
        }
    }

    /**
     * HAPI's own reading breaks on some resources, such as one whose {@code meta} is a list, with
     * whatever exception its parser ends in. What the sender then needs to hear is about the
     * resource, so it is a finding.
     */
    private static List<SingleValidationMessage> messages(
            FhirValidator validator, String json, ValidationOptions options) {
        try {
            return validator.validateWithResult(json, options).getMessages();
        } catch (RuntimeException e) {
            // The message is not logged: it can quote the resource.
            LOG.warn("Validation gave up: {} in {}", e.getClass().getName(), e.getStackTrace()[0]);
            var unreadable = new SingleValidationMessage();
            unreadable.setSeverity(ResultSeverityEnum.FATAL);
            unreadable.setMessage(UNREADABLE);
            return List.of(unreadable);
        }
    }

    private Made made() {
        synchronized (making) {
            if (made == null) {
                made = make();
            }
            return made;
        }
    }

    private Made make() {
        var ours = new PrePopulatedValidationSupport(fhir);
        var parser = fhir.newJsonParser();
        definitions().forEach(file -> ours.addResource(parser.parseResource(read(file))));
        var unknown = new UnknownCodeSystemWarningValidationSupport(fhir);
        unknown.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
        var support =
                new ValidationSupportChain(
                        new DefaultProfileValidationSupport(fhir),
                        ours,
                        new CommonCodeSystemsTerminologyService(fhir),
                        new InMemoryTerminologyServerValidationSupport(fhir),
                        new SnapshotGeneratingValidationSupport(fhir),
                        unknown);
        var instances = new FhirInstanceValidator(support);
        instances.setAssumeValidRestReferences(true);
        instances.setErrorForUnknownProfiles(false);
        var validator = fhir.newValidator();
        validator.registerValidatorModule(instances);
        return new Made(validator, support);
    }

    private List<Path> definitions() {
        try (var files = Files.walk(profiles)) {
            return files.filter(file -> DEFINITION.matcher(file.getFileName().toString()).matches())
                    .filter(file -> !file.startsWith(profiles.resolve("examples")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
