package dev.sluice.batch.control;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobSource;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The jobs of another source, each translated. */
record MappedJobs<S, T>(JobSource<S> source, Function<S, T> as) implements JobSource<T> {

    @Override
    public OptionalLong total() {
        return source.total();
    }

    @Override
    public @Nullable Chunk<T> next() throws Exception {
        Chunk<S> chunk = source.next();
        return chunk == null
                ? null
                : new Chunk<>(
                        chunk.number(),
                        chunk.firstJob(),
                        chunk.items().stream().map(as).toList());
    }

    @Override
    public void close() {
        source.close();
    }
}
