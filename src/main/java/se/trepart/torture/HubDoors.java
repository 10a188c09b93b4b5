package se.trepart.torture;

/**
 * Where one instance is reached.
 *
 * @param mllp through the proxy or not
 */
record HubDoors(int http, int mllp) {}
