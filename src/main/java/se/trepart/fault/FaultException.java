package se.trepart.fault;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/** Stops what was going on, with every fault found; its text holds codes and positions only. */
public final class FaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    public FaultException(List<Fault> faults) {
        this(faults, null);
    }

    public FaultException(List<Fault> faults, @Nullable Throwable cause) {
        super(faults.stream().map(Fault::english).collect(Collectors.joining("; ")), cause);
        this.faults = List.copyOf(faults);
    }

    public FaultException(FaultCode code, String where, String detail) {
        this(List.of(new Fault(code, where, detail)));
    }

    /** All that was found, at least one. */
    public List<Fault> faults() {
        return faults;
    }
}
