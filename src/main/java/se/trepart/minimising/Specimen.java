package se.trepart.minimising;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A message as a tree: pieces can be taken out of it, and its values replaced. */
sealed interface Specimen permits Hl7Specimen, EventSpecimen {
    JsonNode tree();

    /** The message as it would arrive. */
    byte[] bytes();

    /** As a case's file holds it. */
    String text();

    /** What can be taken out, from the coarse to the fine; what is within a piece goes with it. */
    List<List<JsonPointer>> levels();

    /** Without these pieces, all of one level. */
    Specimen without(Collection<JsonPointer> pieces);

    /** The values, in the order of the message. */
    List<JsonPointer> values();

    /** With other values. */
    Specimen with(Map<JsonPointer, JsonNode> values);
}
