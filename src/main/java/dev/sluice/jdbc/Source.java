package dev.sluice.jdbc;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where sessions are opened: one Agroal for one endpoint and one set of credentials. It stays open for as long as somebody
 * holds it: each session of it, each that is being opened, the store whose new sessions come from it, and a move to it or
 * away from it. Thread-safe.
 */
final class Source {

    private static final int OVER = -1;

    private final AgroalConnectionPoolConfiguration description;
    private final AgroalDataSource agroal;
    private final AtomicInteger holds = new AtomicInteger(1);

    /**
     * Held by who makes it.
     *
     * @param description what was asked for, to change parts of it
     * @param agroal what opens the sessions
     */
    Source(AgroalConnectionPoolConfiguration description, AgroalDataSource agroal) {
        this.description = description;
        this.agroal = agroal;
    }

    AgroalConnectionPoolConfiguration description() {
        return description;
    }

    AgroalDataSource agroal() {
        return agroal;
    }

    /** Where it is, as it is written in the configuration. */
    String url() {
        return String.valueOf(description.connectionFactoryConfiguration().jdbcUrl());
    }

    /** Keeps it open until {@link #release}; false if it is over. */
    boolean hold() {
        return holds.getAndUpdate(now -> now == OVER ? OVER : now + 1) != OVER;
    }

    void release() {
        holds.decrementAndGet();
    }

    /** Has it be over if nobody holds it; true for the one who is to close it then. */
    boolean end() {
        return holds.compareAndSet(0, OVER);
    }
}
