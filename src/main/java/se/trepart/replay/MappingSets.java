package se.trepart.replay;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.log.MappingRecords;
import se.trepart.mapping.MappingSet;

import java.util.LinkedHashMap;
import java.util.Map;

/** Recorded mapping sets by their hash, each compiled once and the last few kept. */
final class MappingSets {
    private static final int MOST = 8;

    private final MappingRecords records;
    private final Map<String, MappingSet> compiled = new LinkedHashMap<>();

    MappingSets(MappingRecords records) {
        this.records = records;
    }

    /** Throws FaultException TRP-501 when no such set was ever recorded. */
    synchronized MappingSet of(String version) {
        var known = compiled.get(version);
        if (known != null) {
            return known;
        }
        var files = records.files(version);
        if (files.isEmpty()) {
            throw new FaultException(FaultCode.TRP_501, "mapping", version);
        }
        var set = MappingSet.of(files);
        if (compiled.size() >= MOST) {
            compiled.remove(compiled.keySet().iterator().next());
        }
        compiled.put(version, set);
        return set;
    }
}
