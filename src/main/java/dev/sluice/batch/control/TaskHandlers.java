package dev.sluice.batch.control;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.distributed.Definition;
import dev.sluice.batch.distributed.HandlerLookup;
import dev.sluice.batch.jdbc.ChunkHandler;
import dev.sluice.batch.jdbc.DemoUsers;
import dev.sluice.batch.jdbc.SqlRows;
import dev.sluice.batch.rows.BadInput;
import dev.sluice.batch.rows.NamedSql;
import dev.sluice.batch.rows.Row;
import java.sql.Connection;

/**
 * Translates the work of distributed batches between a text that any process understands and a handler in this process.
 * Thread-safe.
 *
 * @param context finds the application's handlers
 */
public record TaskHandlers(BatchContext context) implements HandlerLookup {

    private static final String SQL = "sql";
    private static final String HANDLER = "handler";
    private static final String DEMONSTRATION = "demonstration";

    static Definition definition(BatchOrder order) {
        Task task = order.task();
        String kind = DEMONSTRATION;
        String detail = "";
        if (task instanceof Task.Sql sql) {
            kind = SQL;
            detail = sql.statement().strip();
        } else if (task instanceof Task.Handled handled) {
            kind = HANDLER;
            detail = handled.handler();
        }
        return new Definition(
                kind,
                detail,
                task.words(),
                order.chunkSize(),
                order.lane(),
                order.plan().stopAtFailure());
    }

    @Override
    public ChunkHandler<Row> of(Definition definition) throws BadOrder, BadInput {
        return switch (definition.kind()) {
            case SQL -> new SqlRows(NamedSql.parse(definition.detail()));
            case HANDLER -> context.handler(definition.detail());
            case DEMONSTRATION -> new NumberedUsers(new DemoUsers());
            default -> throw new BadOrder("a batch of kind '" + definition.kind() + "' is not known here");
        };
    }

    /** The demonstration, for rows that have only a number. */
    private record NumberedUsers(DemoUsers users) implements ChunkHandler<Row> {

        @Override
        public void prepare(Connection connection) throws Exception {
            users.prepare(connection);
        }

        @Override
        public void handle(Connection connection, Chunk<Row> chunk) throws Exception {
            users.handle(
                    connection,
                    new Chunk<>(
                            chunk.number(),
                            chunk.firstJob(),
                            chunk.items().stream().map(Row::number).toList()));
        }
    }
}
