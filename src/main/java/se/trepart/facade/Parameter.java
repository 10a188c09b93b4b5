package se.trepart.facade;

/** One query parameter as it came: the key with its modifier or chain, and the value, decoded. */
record Parameter(String key, String value) {}
