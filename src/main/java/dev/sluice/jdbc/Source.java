package dev.sluice.jdbc;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where sessions are opened: one Agroal for one endpoint and one set of credentials. It is closed when it has been
 * replaced and its last session has ended. Thread-safe.
 */
final class Source {

    private final AgroalConnectionPoolConfiguration description;
    private final AgroalDataSource agroal;
    private final AtomicInteger sessions = new AtomicInteger();
    private volatile boolean replaced;

    /**
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

    void opened() {
        sessions.incrementAndGet();
    }

    void ended() {
        sessions.decrementAndGet();
    }

    /** Whether new sessions come from elsewhere. */
    void replaced(boolean isReplaced) {
        replaced = isReplaced;
    }

    /** Whether nobody needs it any more. */
    boolean isDone() {
        return replaced && sessions.get() == 0;
    }
}
