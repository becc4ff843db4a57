package dev.sluice.batch.distributed;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.jdbc.ChunkHandler;
import dev.sluice.batch.jdbc.Connections;
import dev.sluice.batch.jdbc.JdbcWork;
import dev.sluice.batch.rows.Row;
import dev.sluice.jdbc.ManagedDataSource;
import java.sql.Connection;
import java.util.SortedMap;

/**
 * An order and its work in this process.
 *
 * @param order the order as read
 * @param work does its chunks
 */
record OrderWork(OrderRow order, JdbcWork<Row> work) {

    private static final String LOOK = "select round, state from " + Tables.ORDERS + " where id = ?";

    static OrderWork of(OrderRow order, ManagedDataSource pool, HandlerLookup handlers) throws Exception {
        Definition definition = order.definition();
        Connections connections = Connections.of(pool, definition.lane(), order.id());
        JdbcWork<Row> work = new JdbcWork<>(connections, new WhileRunning(order, handlers.of(definition)))
                .keeping(new JdbcWork.Keeping(order.id(), definition.words(), definition.chunkSize(), true));
        return new OrderWork(order, definition.stopAtFailure() ? work.stoppingAtFailure() : work);
    }

    /**
     * Checks in the chunk's own transaction that the batch still runs, so that an ended batch has no further effect.
     */
    private record WhileRunning(OrderRow order, ChunkHandler<Row> handler) implements ChunkHandler<Row> {

        @Override
        public void prepare(Connection connection) throws Exception {
            handler.prepare(connection);
        }

        @Override
        public SortedMap<Integer, Exception> unfit(Chunk<Row> chunk) {
            return handler.unfit(chunk);
        }

        @Override
        public void handle(Connection connection, Chunk<Row> chunk) throws Exception {
            OrderState state = SqlCalls.first(
                    connection,
                    LOOK,
                    row -> row.getInt(1) == order.round() ? OrderState.valueOf(row.getString(2)) : null,
                    order.id());
            if (state != OrderState.RUNNING) {
                throw new NotRunning(state);
            }
            handler.handle(connection, chunk);
        }
    }
}
