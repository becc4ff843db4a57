package dev.sluice.jdbc;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions that belong to one failure: the failure itself, the exceptions that JDBC chains to it, the causes and
 * the suppressed exceptions, each once. A driver may report first that a batch failed, and only in the next exception
 * that the session is gone. The walk ends after {@value #MOST} exceptions and tolerates cycles.
 */
public final class ExceptionChain {

    static final int MOST = 64;

    private ExceptionChain() {}

    /** Returns the failure first, then nearer exceptions before more distant exceptions. */
    public static List<Throwable> of(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> ahead = new ArrayDeque<>();
        List<Throwable> all = new ArrayList<>();
        ahead.add(failure);
        while (!ahead.isEmpty() && all.size() < MOST) {
            Throwable each = ahead.remove();
            if (seen.add(each)) {
                all.add(each);
                addTo(ahead, each instanceof SQLException sql ? sql.getNextException() : null);
                addTo(ahead, each.getCause());
                for (Throwable suppressed : each.getSuppressed()) {
                    addTo(ahead, suppressed);
                }
            }
        }
        return all;
    }

    /** Returns the {@link SQLException}s of the failure, in the same order. */
    public static List<SQLException> sqlOf(Throwable failure) {
        return of(failure).stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .toList();
    }

    private static void addTo(Deque<Throwable> ahead, @Nullable Throwable next) {
        if (next != null) {
            ahead.add(next);
        }
    }
}
