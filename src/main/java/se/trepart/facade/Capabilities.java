package se.trepart.facade;

import ca.uhn.fhir.context.FhirContext;

import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalReadStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.springframework.stereotype.Component;

import se.trepart.facade.subscription.Topics;
import se.trepart.projection.fhir.Kind;
import se.trepart.projection.fhir.SearchParameter;
import se.trepart.projection.fhir.SearchParameters;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code GET metadata}: says what is served, out of the same table as serves it. */
@Component
class Capabilities implements Interaction {
    private static final String OURS = "https://trepart.example/fhir/SearchParameter/";

    private final FhirContext fhir;
    private final Topics topics;
    private final Instant since = Instant.now();

    Capabilities(FhirContext fhir, Topics topics) {
        this.fhir = fhir;
        this.topics = topics;
    }

    @Override
    public Answer answer(Request request) {
        var representation = Read.representation(request);
        var json = fhir.newJsonParser().encodeResourceToString(statement(request.base()));
        return Answer.ok(representation, new Content.Resource(json));
    }

    private CapabilityStatement statement(String base) {
        var statement = new CapabilityStatement();
        statement
                .setName("Trepart")
                .setTitle("Trepart, digital specialistkonsultation")
                .setStatus(PublicationStatus.ACTIVE)
                .setDateElement(new DateTimeType(since.truncatedTo(ChronoUnit.SECONDS).toString()))
                .setKind(CapabilityStatementKind.INSTANCE)
                .setFhirVersion(FHIRVersion._4_0_1);
        statement.getSoftware().setName("Trepart");
        statement.getImplementation().setDescription("Trepart, FHIR R4").setUrl(base);
        statement
                .addFormat("application/fhir+json")
                .addFormat("application/fhir+xml")
                .addFormat("json")
                .addFormat("xml");
        statement.addPatchFormat(TaskUpdate.PATCH);
        var rest = statement.addRest().setMode(RestfulCapabilityMode.SERVER);
        rest.addInteraction()
                .setCode(SystemRestfulInteraction.BATCH)
                .setDocumentation("Reads and searches only");
        SearchParameters.served().types().forEach(type -> add(rest, type));
        SubscriptionCapabilities.add(rest, topics.all());
        return statement;
    }

    private static void add(CapabilityStatementRestComponent rest, String type) {
        var resource = rest.addResource().setType(type);
        for (var interaction :
                new TypeRestfulInteraction[] {
                    TypeRestfulInteraction.READ,
                    TypeRestfulInteraction.VREAD,
                    TypeRestfulInteraction.HISTORYINSTANCE,
                    TypeRestfulInteraction.HISTORYTYPE,
                    TypeRestfulInteraction.SEARCHTYPE
                }) {
            resource.addInteraction().setCode(interaction);
        }
        if (type.equals("Task")) {
            resource.addInteraction()
                    .setCode(TypeRestfulInteraction.UPDATE)
                    .setDocumentation("With If-Match; " + TaskChange.POSSIBLE);
            resource.addInteraction()
                    .setCode(TypeRestfulInteraction.PATCH)
                    .setDocumentation("JSON Patch with If-Match; " + TaskChange.POSSIBLE);
            resource.setUpdateCreate(false);
        }
        resource.setVersioning(
                        type.equals("Task")
                                ? ResourceVersionPolicy.VERSIONEDUPDATE
                                : ResourceVersionPolicy.VERSIONED)
                .setReadHistory(true)
                .setConditionalRead(ConditionalReadStatus.FULLSUPPORT);
        operation(resource, "validate", "Resource-validate");
        if (type.equals("Encounter")) {
            operation(resource, "everything", "Encounter-everything");
        }
        addSearch(resource, type);
    }

    private static void operation(
            CapabilityStatementRestResourceComponent resource, String name, String definition) {
        resource.addOperation()
                .setName(name)
                .setDefinition("http://hl7.org/fhir/OperationDefinition/" + definition);
    }

    private static void addSearch(CapabilityStatementRestResourceComponent resource, String type) {
        resource.addSearchParam().setName("_id").setType(SearchParamType.TOKEN);
        resource.addSearchParam().setName("_lastUpdated").setType(SearchParamType.DATE);
        for (var parameter : SearchParameters.served().of(type)) {
            var told =
                    resource.addSearchParam()
                            .setName(parameter.name())
                            .setType(type(parameter.kind()));
            if (!parameter.documentation().isEmpty()) {
                told.setDefinition(OURS + type + "-" + parameter.name())
                        .setDocumentation(parameter.documentation());
            }
        }
        references(type)
                .forEach(parameter -> resource.addSearchInclude(type + ":" + parameter.name()));
        SearchParameters.served().types().stream()
                .flatMap(source -> references(source).stream())
                .filter(parameter ->
                        parameter.targets().contains(type) || parameter.targets().isEmpty())
                .forEach(parameter ->
                        resource.addSearchRevInclude(parameter.type() + ":" + parameter.name()));
    }

    private static List<SearchParameter> references(String type) {
        return SearchParameters.served().of(type).stream()
                .filter(parameter -> parameter.kind() == Kind.REFERENCE)
                .toList();
    }

    private static SearchParamType type(Kind kind) {
        return switch (kind) {
            case TOKEN -> SearchParamType.TOKEN;
            case REFERENCE -> SearchParamType.REFERENCE;
            case DATE -> SearchParamType.DATE;
            case STRING -> SearchParamType.STRING;
            case URI -> SearchParamType.URI;
        };
    }
}
