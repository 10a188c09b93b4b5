package se.trepart.walls.broken.consultation;

import org.apache.camel.Exchange;

/** A domain that knows who carries it. */
public record CarriedDomain(Exchange exchange) {}
