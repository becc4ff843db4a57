package dev.sluice.pool.store;

import org.jspecify.annotations.Nullable;

/** A store whose resources are sessions with a server, which other stores may use, too. Thread-safe. */
public interface OnServer {

    /**
     * Returns the identity of the server at which new resources are created at present, such as
     * {@code db.example:5432}; null if the store knows none. Must be quick.
     */
    @Nullable
    String server();
}
