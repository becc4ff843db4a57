package dev.sluice.batch.control;

import dev.sluice.batch.rows.Row;
import dev.sluice.batch.rows.RowReader;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Rows that are opened when the first one is read. */
final class LazyRows implements RowReader {

    private final Callable<RowReader> opening;
    private @Nullable RowReader open;

    LazyRows(Callable<RowReader> opening) {
        this.opening = opening;
    }

    @Override
    public List<String> columns() {
        return open == null ? List.of() : open.columns();
    }

    @Override
    public @Nullable Row next() throws Exception {
        if (open == null) {
            open = opening.call();
        }
        return open.next();
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}
