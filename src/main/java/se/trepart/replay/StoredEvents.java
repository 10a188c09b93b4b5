package se.trepart.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.UncheckedIOException;
import java.util.List;

/** The events of messages as the lasting log holds them, by the newest derivation. */
record StoredEvents(Scratch scratch) {
    private static final ObjectMapper JSON = new ObjectMapper();

    List<ObjectNode> of(long message) {
        return scratch.jdbc()
                .query(
                        "select content from "
                                + scratch.lasting("event")
                                + " where message = ? and not superseded order by position",
                        (row, number) -> read(row.getString(1)),
                        message);
    }

    static ObjectNode read(String content) {
        try {
            return (ObjectNode) JSON.readTree(content);
        } catch (JsonProcessingException notWhatWasStored) {
            throw new UncheckedIOException(notWhatWasStored);
        }
    }
}
