package dev.sluice.adapter.rest;

import dev.sluice.pool.operation.OperationReport;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Logs a refusal by this service as one line. The library for problem details logs every answer from status 500 on at
 * ERROR, with a stack trace and its whole content. That content may be an operation's report. A database that refuses
 * is no fault of this service. The library still logs problems of the embedding application.
 */
@Singleton
public class ProblemLines implements Filter {

    private static final String LIBRARY = "http-problem";
    private static final int FAULT = 500;

    // strong reference, because an unreferenced logger is collected together with its filter
    private final Logger library = Logger.getLogger(LIBRARY);
    private final org.jboss.logging.Logger log = org.jboss.logging.Logger.getLogger("dev.sluice.http");
    private volatile @Nullable Filter before;

    /** Installs this filter at the start of the application. */
    void begin(@Observes @Initialized(ApplicationScoped.class) Object event) {
        before = library.getFilter();
        library.setFilter(this);
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line.getThrown() instanceof HttpProblem problem && isRefusal(problem)) {
            write(problem);
            return false;
        }
        Filter next = before;
        return next == null || next.isLoggable(line);
    }

    private static boolean isRefusal(HttpProblem problem) {
        URI type = problem.getType();
        return type != null && ProblemType.isOurs(type) && problem.getStatusCode() > FAULT;
    }

    /**
     * Logs a refused caller at INFO, as is usual under load, and a failed operation at WARN, with its pool and id. Does
     * not log a dry run.
     */
    private void write(HttpProblem problem) {
        String line = problem.getStatusCode() + " " + problem.getTitle() + ": " + problem.getDetail();
        if (problem.getParameters().get("report") instanceof OperationReport report) {
            if (!report.dryRun()) {
                log.warn(line + " (pool '" + report.pool() + "', " + report.id() + ")");
            }
        } else if (ProblemType.isOfCallers(problem.getType())) {
            log.info(line + where(problem));
        } else {
            log.warn(line + where(problem));
        }
    }

    private static String where(HttpProblem problem) {
        return problem.getInstance() == null ? "" : " (" + problem.getInstance() + ")";
    }
}
