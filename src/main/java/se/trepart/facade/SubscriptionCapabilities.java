package se.trepart.facade;

import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

import se.trepart.facade.subscription.Topic;

import java.util.Collection;
import java.util.List;

/** What the CapabilityStatement says of Subscription, and which topics there are. */
final class SubscriptionCapabilities {
    private static final String BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/";

    private SubscriptionCapabilities() {}

    static void add(CapabilityStatementRestComponent rest, Collection<Topic> topics) {
        var resource = rest.addResource().setType(SubscriptionInteractions.TYPE);
        resource.addSupportedProfile(BACKPORT + "StructureDefinition/backport-subscription");
        resource.setDocumentation(
                "rest-hook, by criteria of one type (tokens, references, dates) or by topic, to"
                        + " endpoints that the operator lists.");
        for (var interaction :
                List.of(
                        TypeRestfulInteraction.CREATE,
                        TypeRestfulInteraction.READ,
                        TypeRestfulInteraction.UPDATE,
                        TypeRestfulInteraction.DELETE,
                        TypeRestfulInteraction.SEARCHTYPE)) {
            resource.addInteraction().setCode(interaction);
        }
        resource.setVersioning(ResourceVersionPolicy.NOVERSION).setUpdateCreate(false);
        SubscriptionSearch.CRITERIA.forEach(name ->
                resource.addSearchParam()
                        .setName(name)
                        .setType(name.equals("url") ? SearchParamType.URI : SearchParamType.TOKEN));
        for (var name : List.of("status", "events")) {
            resource.addOperation()
                    .setName(name)
                    .setDefinition(BACKPORT + "OperationDefinition/backport-subscription-" + name);
        }
        topics.forEach(topic ->
                resource.addExtension(
                        BACKPORT
                                + "StructureDefinition/capabilitystatement-subscriptiontopic-canonical",
                        new CanonicalType(topic.url())));
    }
}
