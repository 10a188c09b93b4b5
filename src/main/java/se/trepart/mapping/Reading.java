package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/**
 * What each step of decoding made of an HL7 v2 message, for people who look into it.
 *
 * @param mapping the name of the mapping that says what the trigger tells; absent where none does
 * @param message in the codec's form; absent where the bytes cannot be read
 * @param told what the mapping made of it, unchecked; absent where it was not run, or failed
 * @param decoded what it came to
 */
public record Reading(
        Optional<String> mapping,
        Optional<JsonNode> message,
        Optional<JsonNode> told,
        Decoded decoded) {}
