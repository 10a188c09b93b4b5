package se.trepart.feed;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much room there is where the embedded database keeps its data. When it is low, what would
 * start a new consultation is asked to come later, so that those under way can be finished; below
 * the least, everything is. An outside database looks after its own room.
 */
@Component
class DiskRoom {
    private final Path directory;
    private final boolean embedded;
    private final DataSize low;
    private final DataSize least;

    DiskRoom(
            @Value("${trepart.data-dir}") Path directory,
            @Value("${spring.datasource.url:}") String database,
            @Value("${trepart.feed.free-space-low}") DataSize low,
            @Value("${trepart.feed.free-space-least}") DataSize least) {
        this.directory = directory;
        this.embedded = database.isBlank();
        this.low = low;
        this.least = least;
    }

    /** Throws FaultException TRP-602 when there is no room for anything. */
    void forAnything() {
        require(least);
    }

    /** Throws FaultException TRP-602 when there is no room for a new consultation. */
    void forNewConsultation() {
        require(low);
    }

    private void require(DataSize size) {
        if (embedded && usable() < size.toBytes()) {
            throw new FaultException(FaultCode.TRP_602, "", "trepart.data-dir");
        }
    }

    private long usable() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException unreadable) {
            throw new FaultException(FaultCode.TRP_602, "", "trepart.data-dir cannot be read");
        }
    }
}
