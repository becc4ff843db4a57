package dev.sluice.generic;

import dev.sluice.pool.store.Store;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Creates, validates and closes resources with functions of the application. Thread-safe if these functions are. */
final class GenericStore<R> implements Store<R> {

    private final Callable<R> factory;
    private final Closer<R> closer;
    private final @Nullable Ping<R> ping;
    private final TimeLimit timeLimit;
    private final Runnable whenEmpty;

    /** Creates a store. Without a ping, each resource counts as working. */
    GenericStore(
            Callable<R> factory, Closer<R> closer, @Nullable Ping<R> ping, TimeLimit timeLimit, Runnable whenEmpty) {
        this.factory = factory;
        this.closer = closer;
        this.ping = ping;
        this.timeLimit = timeLimit;
        this.whenEmpty = whenEmpty;
    }

    @Override
    public R create() throws Exception {
        return Objects.requireNonNull(factory.call(), "the factory returned null");
    }

    @Override
    public boolean validate(R resource, Duration limit) throws Exception {
        Ping<R> check = ping;
        return check == null || timeLimit.call(() -> check.answers(resource), limit);
    }

    @Override
    public void close(R resource) throws Exception {
        closer.close(resource);
    }

    @Override
    public boolean abort(R resource) throws Exception {
        closer.close(resource);
        return true;
    }

    @Override
    public void close() {
        whenEmpty.run();
    }
}
