package dev.sluice.jdbc;

import io.agroal.api.AgroalDataSourceListener;
import io.agroal.pool.ConnectionHandler;
import java.util.Arrays;

/** The lines of an enhanced leak report, as Agroal sends them to listeners after each leak that it reports. */
final class LeakReport {

    private static final String UNWRAP = "unwrap(";

    private LeakReport() {}

    /** Makes Agroal record the operations on a connection that was just acquired. */
    static void begin(ConnectionHandler handler) {
        handler.setAcquisitionStackTrace(Thread.currentThread().getStackTrace());
    }

    /** Sends the lines to the listener; sends none if {@link #begin} was not called. */
    static void send(ConnectionHandler handler, AgroalDataSourceListener listener) {
        StackTraceElement[] acquired = handler.getAcquisitionStackTrace();
        if (acquired == null) {
            return;
        }
        String leaked = "Leaked connection " + handler.rawConnection();
        String operations = String.join(", ", handler.getConnectionOperations()); // Agroal's list cannot be copied
        listener.onInfo(
                handler.isEnlisted()
                        ? leaked + " takes part in a transaction, and is returned when the transaction ends."
                        : leaked + " takes part in no transaction; flush(LEAK) takes it back.");
        listener.onInfo(leaked + " was acquired at " + Arrays.toString(acquired));
        listener.onInfo(leaked + " was used for " + operations);
        StackTraceElement[] last = handler.getLastOperationStackTrace();
        if (last != null) {
            listener.onInfo(leaked + " was last used at " + Arrays.toString(last));
        }
        if (operations.contains(UNWRAP)) {
            listener.onWarning(
                    leaked + " was unwrapped. Only close() of the acquired connection returns it, not close()"
                            + " of the driver's connection.");
        }
    }
}
