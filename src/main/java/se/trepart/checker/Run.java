package se.trepart.checker;

import java.util.List;
import java.util.Optional;

/** All that is written down of one run; see {@link RunFolder} for the files. */
record Run(
        List<Sent> sent,
        List<Logged> messages,
        List<LoggedEvent> events,
        List<Stream> streams,
        List<Delivery> deliveries,
        List<Frame> frames,
        Optional<Rebuild> rebuild) {}
