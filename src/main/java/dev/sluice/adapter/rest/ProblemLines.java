package dev.sluice.adapter.rest;

import dev.sluice.pool.operation.OperationReport;
import java.util.Arrays;
import org.jboss.logging.Logger;

/** Log lines about refusals and faults of this API: one line per refusal, without a stack or a report. */
final class ProblemLines {

    private static final Logger LOG = Logger.getLogger("dev.sluice.http");
    private static final int FAULT = 500;
    private static final int CAUSES = 5;
    private static final int FRAMES = 12;

    private ProblemLines() {}

    /**
     * Logs a caller that got no connection at INFO, as is usual under load, and any other refusal with a status above
     * 500 at WARN. A failed operation is logged with its pool and id. A dry run is not logged.
     */
    static void write(Refusal refusal, String instance) {
        ProblemType type = refusal.type();
        if (type.status() <= FAULT) {
            return;
        }
        String line = type.status() + " " + type.title() + ": " + refusal.getMessage();
        OperationReport report = refusal.report();
        if (report == null) {
            LOG.log(type.isOfCallers() ? Logger.Level.INFO : Logger.Level.WARN, line + " (" + instance + ")");
        } else if (!report.dryRun()) {
            LOG.warn(line + " (pool '" + report.pool() + "', " + report.id() + ")");
        }
    }

    /**
     * Logs a fault of this service with its types and its stack. Messages are left out, because the message
     * of an unexpected exception may have a secret.
     */
    static void fault(Throwable fault, String instance) {
        StringBuilder line = new StringBuilder("a request failed (" + instance + "): ");
        Throwable current = fault;
        for (int depth = 0; current != null && depth < CAUSES; depth++) {
            line.append(depth == 0 ? "" : "; caused by ")
                    .append(current.getClass().getName());
            Arrays.stream(current.getStackTrace())
                    .limit(FRAMES)
                    .forEach(frame -> line.append(" at ").append(frame));
            current = current.getCause();
        }
        LOG.error(line.toString());
    }
}
