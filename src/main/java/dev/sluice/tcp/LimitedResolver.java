package dev.sluice.tcp;

import dev.sluice.time.TimedCalls;
import dev.sluice.time.Timer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gives up a look-up of addresses after {@code LIMIT}, even if the resolver does not return. The look-up therefore runs
 * on another thread than the attempt to connect. Thread-safe.
 */
final class LimitedResolver implements Resolver {

    static final Duration LIMIT = Duration.ofSeconds(30);

    /** The time after which the waiting thread ends its wait itself, because the pool's timer ends with the pool. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Resolver resolver;
    private final TimedCalls calls;

    /**
     * @param threads runs the look-ups
     */
    LimitedResolver(Resolver resolver, Executor threads, Timer timer) {
        this.resolver = resolver;
        this.calls = new TimedCalls("search for the addresses of a host", threads, threads, timer);
    }

    /** Returns the number of threads in look-ups that were given up and have not returned. */
    int stuckThreads() {
        return calls.stuck();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
        calls.run(LIMIT, () -> resolver.resolve(host), (addresses, failure) -> {
            if (addresses == null) {
                answer.completeExceptionally(failure == null ? new UnknownHostException(host) : failure);
            } else {
                answer.complete(addresses);
            }
        });
        try {
            return answer.get(LIMIT.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unknown(host, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(host, e);
        } catch (TimeoutException e) {
            throw unknown(host, e);
        }
    }

    private static UnknownHostException unknown(String host, @Nullable Throwable cause) {
        if (cause instanceof UnknownHostException known) {
            return known;
        }
        UnknownHostException failure = new UnknownHostException(host + ": " + cause);
        failure.initCause(cause);
        return failure;
    }
}
