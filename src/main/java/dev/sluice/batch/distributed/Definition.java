package dev.sluice.batch.distributed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.admission.Priority;

/**
 * What all who work on a batch have to know of it. Immutable.
 *
 * @param kind what kind of work it is, a word of those who order it
 * @param detail what exactly: a statement, or the name of a handler
 * @param words what the batch does, as its checkpoints know it
 * @param chunkSize how many jobs are one transaction
 * @param lane in which they wait for connections
 * @param stopAtFailure whether the first job that fails ends it
 */
public record Definition(
        String kind, String detail, String words, int chunkSize, Priority lane, boolean stopAtFailure) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whether it does the same with the same chunks, whatever its manners are. */
    boolean isSameWork(Definition other) {
        return kind.equals(other.kind)
                && detail.equals(other.detail)
                && words.equals(other.words)
                && chunkSize == other.chunkSize;
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // it is made of texts and a number
        }
    }

    static Definition ofJson(String json) throws CannotRead {
        try {
            return JSON.readValue(json, Definition.class);
        } catch (JsonProcessingException e) {
            throw new CannotRead("its definition cannot be read", e);
        }
    }
}
