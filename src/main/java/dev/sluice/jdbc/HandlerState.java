package dev.sluice.jdbc;

import io.agroal.pool.ConnectionHandler;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * Reads from Agroal's handlers whether the driver's close has returned or thrown. No version of Agroal has a method for
 * that, and Agroal calls no listener after a close that throws an unchecked exception. Thread-safe.
 */
final class HandlerState {

    private static final @Nullable Field STATE = field();

    private HandlerState() {}

    private static @Nullable Field field() {
        try {
            Field field = ConnectionHandler.class.getDeclaredField("state");
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null; // another version of Agroal: the limit of the wait decides
        }
    }

    /** Returns whether the driver's close has returned or thrown; false where the state cannot be read. */
    static boolean isDestroyed(ConnectionHandler handler) {
        Field field = STATE;
        try {
            return field != null && String.valueOf(field.get(handler)).equals("DESTROYED");
        } catch (IllegalAccessException e) {
            return false;
        }
    }
}
