package dev.sluice.pool.failure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reports that a pool could not do a requested action. The attempt has not changed the state of the pool. */
public abstract sealed class PoolException extends RuntimeException
        permits AcquireTimeout,
                PoolSaturated,
                PoolClosed,
                UnknownTenant,
                CreationFailed,
                PoolFactoryException,
                AcquireCancelled,
                ReleaseRefused,
                OperationInProgress,
                PoolDisabled,
                WrongState,
                Unsupported,
                UnknownPool,
                PoolExists,
                TooManyPools,
                RateLimited,
                CircuitOpen {

    private static final long serialVersionUID = 1L;

    private final String pool;

    PoolException(String pool, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.pool = pool;
    }

    /** Returns the message. */
    final String words() {
        return Objects.requireNonNull(getMessage());
    }

    /** Returns the name of the pool. */
    public String pool() {
        return pool;
    }
}
