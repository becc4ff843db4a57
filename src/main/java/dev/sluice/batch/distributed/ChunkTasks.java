package dev.sluice.batch.distributed;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.sluice.jdbc.DatabaseKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The chunks of batches as db-scheduler's tasks, named {@code <batch>:<chunk>}. */
final class ChunkTasks {

    static final TaskDescriptor<byte[]> CHUNK = TaskDescriptor.of("sluice-batch-chunk", byte[].class);

    private static final String OF_BATCH =
            " where task_name = '" + CHUNK.getTaskName() + "' and left(task_instance, ?) = ?";
    private static final String WAITING = " and picked = false";
    private static final String REMOVE = "delete from " + Tables.TASKS + OF_BATCH;
    private static final String COUNT = "select count(*) from " + Tables.TASKS + OF_BATCH;
    private static final String MOVE = "update " + Tables.TASKS + " set execution_time = ?" + OF_BATCH + WAITING;

    /** The due time of paused tasks, which no batch reaches. */
    private static final OffsetDateTime PARKED = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private static final OffsetDateTime DUE = OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private ChunkTasks() {}

    /** Passes bytes through; Java's serialization is never used. */
    static final class Plain implements Serializer {

        @Override
        public byte[] serialize(Object data) {
            return (byte[]) data;
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] bytes) {
            return type.cast(bytes);
        }
    }

    /**
     * Returns the settings of db-scheduler for a kind of database. The kind is a parameter, because a database that is
     * away cannot be asked.
     */
    static JdbcCustomization customization(DatabaseKind kind) {
        return kind == DatabaseKind.POSTGRESQL
                ? new PostgreSqlJdbcCustomization(false, false)
                : new DefaultJdbcCustomization(false);
    }

    static String nameOf(String batch, long chunk) {
        return batch + ":" + chunk;
    }

    static String batchOf(String name) {
        return name.substring(0, name.lastIndexOf(':'));
    }

    /** Writes the given chunks, by their number, in the transaction under way. */
    static void insert(Connection connection, String batch, Map<Long, byte[]> chunks) throws SQLException {
        DatabaseKind kind = DatabaseKind.ofUrl(connection.getMetaData().getURL());
        SchedulerClient client = SchedulerClient.Builder.create(new OneConnection(connection))
                .tableName(Tables.TASKS)
                .serializer(new Plain())
                .jdbcCustomization(customization(kind))
                .build();
        List<TaskInstance<?>> tasks = new ArrayList<>();
        chunks.forEach((chunk, data) ->
                tasks.add(CHUNK.instance(nameOf(batch, chunk)).data(data).build()));
        try {
            client.scheduleBatch(tasks, due());
        } catch (RuntimeException e) {
            throw Causes.sqlOf(e);
        }
    }

    /** Returns a time before that of any clock, because the clocks of the instances may differ. */
    private static Instant due() {
        return DUE.toInstant();
    }

    /** Returns the number of remaining chunks, those under way included. */
    static long count(Connection connection, String batch) throws Exception {
        String prefix = batch + ":";
        Long count = SqlCalls.first(connection, COUNT, row -> row.getLong(1), prefix.length(), prefix);
        return count == null ? 0 : count;
    }

    static void removeAll(Connection connection, String batch) throws SQLException {
        String prefix = batch + ":";
        SqlCalls.update(connection, REMOVE, prefix.length(), prefix);
    }

    static void removeWaiting(Connection connection, String batch) throws SQLException {
        String prefix = batch + ":";
        SqlCalls.update(connection, REMOVE + WAITING, prefix.length(), prefix);
    }

    static void park(Connection connection, String batch) throws SQLException {
        move(connection, batch, PARKED);
    }

    static void unpark(Connection connection, String batch) throws SQLException {
        move(connection, batch, DUE);
    }

    private static void move(Connection connection, String batch, OffsetDateTime time) throws SQLException {
        String prefix = batch + ":";
        SqlCalls.update(connection, MOVE, time, prefix.length(), prefix);
    }
}
