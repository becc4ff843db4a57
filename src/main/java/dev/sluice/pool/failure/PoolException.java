package dev.sluice.pool.failure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A pool could not do what was asked of it; the state of the pool is unchanged by the attempt. */
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
                PoolExists {

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

    /** The name of the pool. */
    public String pool() {
        return pool;
    }
}
