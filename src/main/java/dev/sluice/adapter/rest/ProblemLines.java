package dev.sluice.adapter.rest;

import dev.sluice.pool.operation.OperationReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jboss.logging.Logger;

/** Log lines about refusals and faults of this API: one line per refusal, without a stack or a report. */
final class ProblemLines {

    private static final Logger LOG = Logger.getLogger("dev.sluice.http");
    private static final int FAULT = 500;

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

    /** Logs a fault of this service with its stack. */
    static void fault(Throwable fault, String instance) {
        StringWriter stack = new StringWriter();
        fault.printStackTrace(new PrintWriter(stack));
        LOG.error("a request failed (" + instance + "): " + Redacted.text(stack.toString()));
    }
}
