package se.trepart.cli.demo;

/**
 * Where the hub listens, and where people look.
 *
 * @param http FHIR, API and console
 * @param management health
 * @param mllp HL7 v2 in
 * @param jms the embedded broker
 */
record Doors(
        int http,
        int management,
        int mllp,
        int jms,
        int pasis,
        int pasisHttp,
        int primaryCare,
        int primaryCareHttp) {

    String hub() {
        return "http://localhost:" + http;
    }

    String health() {
        return "http://localhost:" + management + "/actuator/health/readiness";
    }

    String broker() {
        return "tcp://localhost:" + jms;
    }

    String pasisDesk() {
        return "http://localhost:" + pasisHttp;
    }

    String primaryCareDesk() {
        return "http://localhost:" + primaryCareHttp;
    }
}
