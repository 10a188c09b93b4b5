package se.trepart.simulator;

/**
 * One reason why a partner does not take a message.
 *
 * @param location segment, number and field in ERR-2's form, such as {@code PID^1^3}; empty when it
 *     is the whole message
 * @param condition what ERR-3 says
 * @param text what ERR-8 says to a person, in Swedish
 */
record Refusal(String location, ErrorCondition condition, String text) {}
