package dev.sluice.batch.distributed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.admission.Priority;

/**
 * The definition of a batch, the same for all its workers. Immutable.
 *
 * @param kind kind of work, a word of the sender
 * @param detail the statement, or the name of a handler
 * @param words the work in words, as in its checkpoints
 * @param chunkSize number of jobs in one transaction
 * @param lane lane in which its workers wait for connections
 * @param stopAtFailure whether the first failed job ends the batch
 */
public record Definition(
        String kind, String detail, String words, int chunkSize, Priority lane, boolean stopAtFailure) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns whether the other definition has the same effect with the same chunks; lane and stop rule may differ. */
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
            throw new IllegalStateException(e); // texts and a number can always be written
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
