package dev.sluice.jdbc.url;

import dev.sluice.time.Workers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Limits the look-ups of host names, so that a slow name server does not occupy the threads that ask. A caller waits for
 * {@code LIMIT} at most. Each host has one look-up at a time, which all its callers share, and {@value #MOST} hosts at
 * most have one. Thread-safe.
 */
public final class HostLookups implements HostResolver {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MOST = 16;

    /** Asks the resolver of the JVM, as drivers do. The JVM keeps its answers for a time, 30 s by default. */
    public static final HostLookups OF_JVM = new HostLookups(
            host -> List.of(InetAddress.getAllByName(host)), Workers.bounded("sluice-host-lookup", MOST, 0), LIMIT);

    private final HostResolver resolver;
    private final Executor threads;
    private final Duration limit;
    private final Map<String, CompletableFuture<List<InetAddress>>> running = new ConcurrentHashMap<>();

    /**
     * Limits a resolver.
     *
     * @param threads runs the look-ups, and refuses more than its number of threads
     * @param limit maximum wait of a caller
     */
    HostLookups(HostResolver resolver, Executor threads, Duration limit) {
        this.resolver = resolver;
        this.threads = threads;
        this.limit = limit;
    }

    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        CompletableFuture<List<InetAddress>> lookup = lookup(host);
        try {
            return lookup.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnknownHostException unknown && !(unknown instanceof UnansweredLookup)
                    ? new UnknownHostException(unknown.getMessage())
                    : unanswered(host, "the look-up has failed");
        } catch (TimeoutException e) {
            throw unanswered(host, "no name server has answered within " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered(host, "the look-up was interrupted");
        }
    }

    private CompletableFuture<List<InetAddress>> lookup(String host) throws UnansweredLookup {
        CompletableFuture<List<InetAddress>> own = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> other = running.putIfAbsent(host, own);
        if (other != null) {
            return other;
        }
        try {
            threads.execute(() -> run(host, own));
        } catch (RejectedExecutionException e) {
            UnansweredLookup refusal = unanswered(host, "too many other look-ups wait for name servers");
            end(host, own, refusal);
            throw refusal;
        }
        return own;
    }

    private void run(String host, CompletableFuture<List<InetAddress>> lookup) {
        try {
            lookup.complete(resolver.addresses(host));
        } catch (UnknownHostException e) {
            lookup.completeExceptionally(e);
        } finally {
            end(host, lookup, unanswered(host, "the look-up has failed"));
        }
    }

    /** Ends a look-up, with the failure if it has no result. */
    private void end(String host, CompletableFuture<List<InetAddress>> lookup, UnansweredLookup failure) {
        running.remove(host, lookup);
        lookup.completeExceptionally(failure);
    }

    private static UnansweredLookup unanswered(String host, String reason) {
        return new UnansweredLookup(host + ": " + reason);
    }
}
