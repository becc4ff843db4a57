package dev.sluice.batch.distributed;

import dev.sluice.batch.CannotGoOn;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.rows.Row;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source and stores its chunks as tasks, a group in each transaction, together with a mark of the last
 * stored job. A later order of the same name continues at the mark. Used by one thread.
 */
final class SourceStorage {

    private static final int MOST_CHUNKS = 100;
    private static final int MOST_BYTES = 1 << 20;

    private final OrderRow order;
    private final JobSource<Row> source;
    private StoringMark stored;

    SourceStorage(OrderRow order, JobSource<Row> source) {
        this.order = order;
        this.source = source;
        stored = StoringMark.START;
    }

    /**
     * Chunks that are stored together.
     *
     * @param data the bytes of each chunk, by its number
     * @param from the stored part of the source before
     * @param to the stored part of the source afterwards
     */
    record Group(Map<Long, byte[]> data, StoringMark from, StoringMark to) {}

    /**
     * Skips the part of the source that is already stored.
     *
     * @throws CannotGoOn if that part differs from the present content of the source
     */
    void skip() throws Exception {
        while (stored.chunks() < order.mark().chunks()) {
            Chunk<Row> chunk = source.next();
            if (chunk == null) {
                break;
            }
            stored = stored.after(chunk);
        }
        if (!stored.equals(order.mark())) {
            throw new CannotGoOn("the first " + order.mark().jobs() + " jobs are not those that are stored of batch '"
                    + order.id() + "': its source has changed");
        }
    }

    /** Returns the next group, or null after the last. */
    @Nullable
    Group next() throws Exception {
        Map<Long, byte[]> data = new LinkedHashMap<>();
        StoringMark from = stored;
        int bytes = 0;
        while (data.size() < MOST_CHUNKS && bytes < MOST_BYTES) {
            Chunk<Row> chunk = source.next();
            if (chunk == null) {
                break;
            }
            byte[] each = ChunkData.write(chunk);
            data.put(chunk.number(), each);
            bytes += each.length;
            stored = stored.after(chunk);
        }
        return data.isEmpty() ? null : new Group(data, from, stored);
    }

    /** Returns the mark of the last stored job. */
    StoringMark mark() {
        return stored;
    }

    /**
     * Stores a group. Returns false if another process stores the batch now, or if it has ended. May be repeated if the
     * result is not known.
     */
    boolean put(Connection connection, Group group) throws Exception {
        StoringMark now =
                Objects.requireNonNull(OrderTable.find(connection, order.id())).mark();
        if (now.equals(group.to())) {
            return true; // the lost answer was that of the commit
        }
        connection.setAutoCommit(false);
        if (!OrderTable.advance(connection, order, group.from(), group.to())) {
            connection.rollback();
            return false;
        }
        ChunkTasks.insert(connection, order.id(), group.data());
        connection.commit();
        return true;
    }
}
