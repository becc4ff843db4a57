package dev.sluice.adapter.logging;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The log lines of JDBC drivers, without values. A driver writes URLs with passwords, statements and whole messages to
 * its log, below INFO and also above it. A line keeps the constant text of the driver's code, with its level, category
 * and thread. It has no parameters, and the types of exceptions instead of their messages. A line that the driver has
 * composed itself has no constant text and is replaced by a remark, unless it has words only.
 *
 * <p>The pool reports the failures of drivers itself, so no reason for an outage is lost. Thread-safe.
 */
public final class DriverLines implements AutoCloseable {

    /** The categories of the drivers, and of their networks. */
    static final List<String> CATEGORIES = List.of(
            "org.postgresql",
            "org.h2",
            "h2database",
            "org.mariadb",
            "com.mysql",
            "MySQL",
            "oracle",
            "com.microsoft.sqlserver");

    private static final String NOT_SHOWN = "(a line of the driver is not shown, because it may have a secret)";
    private static final Pattern WORDS = Pattern.compile("[A-Za-z ,.!()'-]{0,200}");
    private static final Pattern PLACE = Pattern.compile("\\{[0-9]|%[sd]");

    /** The loggers, which must be referenced: the JDK forgets the handlers of unused loggers. */
    private final List<Filtered> filtered = new ArrayList<>();

    private record Filtered(Logger logger, Handler handler, List<Handler> before, boolean usedParents) {}

    /**
     * Replaces the lines of drivers from now on, for all handlers, until the call of {@link #close}. That includes the
     * handlers of the configuration for categories below those of the drivers.
     */
    public DriverLines() {
        Collections.list(LogManager.getLogManager().getLoggerNames()).stream()
                .filter(name -> CATEGORIES.stream().anyMatch(category -> name.startsWith(category + ".")))
                .map(Logger::getLogger)
                .filter(logger -> logger.getHandlers().length > 0)
                .forEach(logger -> filtered.add(filterOwn(logger)));
        CATEGORIES.forEach(category -> filtered.add(filter(Logger.getLogger(category))));
    }

    /** Replaces the lines for the handlers of a logger, which passes them on to those of its parents as before. */
    private static Filtered filterOwn(Logger logger) {
        List<Handler> before = List.of(logger.getHandlers());
        Handler handler = new Forwarding(logger, before, false);
        logger.addHandler(handler);
        before.forEach(logger::removeHandler);
        return new Filtered(logger, handler, before, logger.getUseParentHandlers());
    }

    private static Filtered filter(Logger logger) {
        List<Handler> before = List.of(logger.getHandlers());
        boolean usedParents = logger.getUseParentHandlers();
        Handler handler = new Forwarding(logger, before, usedParents);
        logger.addHandler(handler);
        before.forEach(logger::removeHandler);
        logger.setUseParentHandlers(false);
        return new Filtered(logger, handler, before, usedParents);
    }

    /** Writes the lines as the drivers compose them again. */
    @Override
    public void close() {
        for (Filtered each : filtered) {
            each.before().forEach(each.logger()::addHandler);
            each.logger().setUseParentHandlers(each.usedParents());
            each.logger().removeHandler(each.handler());
        }
        filtered.clear();
    }

    /** Returns the line without values. */
    static LogRecord withoutValues(LogRecord line) {
        LogRecord shown = new LogRecord(line.getLevel(), text(line));
        shown.setLoggerName(line.getLoggerName());
        shown.setInstant(line.getInstant());
        shown.setSequenceNumber(line.getSequenceNumber());
        shown.setLongThreadID(line.getLongThreadID());
        shown.setSourceClassName(line.getSourceClassName());
        shown.setSourceMethodName(line.getSourceMethodName());
        return shown;
    }

    private static String text(LogRecord line) {
        String message = line.getMessage() == null ? "" : line.getMessage();
        Object[] values = line.getParameters();
        boolean isConstant =
                values != null && values.length > 0 && PLACE.matcher(message).find();
        String shown = isConstant || WORDS.matcher(message).matches() ? message : NOT_SHOWN;
        return shown.replace("{", "").replace("}", "") + failure(line.getThrown());
    }

    private static String failure(@Nullable Throwable thrown) {
        if (thrown == null) {
            return "";
        }
        String type = thrown.getClass().getName();
        return thrown instanceof SQLException sql
                ? " (" + type + ", SQLSTATE " + sql.getSQLState() + ", code " + sql.getErrorCode() + ")"
                : " (" + type + ")";
    }

    /** Passes the lines of one category on to the handlers that the category had, and to those of its parents. */
    private static final class Forwarding extends Handler {

        private final Logger logger;
        private final List<Handler> own;
        private final boolean usesParents;

        Forwarding(Logger logger, List<Handler> own, boolean usesParents) {
            this.logger = logger;
            this.own = own;
            this.usesParents = usesParents;
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord line) {
            LogRecord shown = withoutValues(line);
            own.forEach(handler -> handler.publish(shown));
            Logger parent = usesParents ? logger.getParent() : null;
            while (parent != null) {
                for (Handler handler : parent.getHandlers()) {
                    handler.publish(shown);
                }
                parent = parent.getUseParentHandlers() ? parent.getParent() : null;
            }
        }

        @Override
        public void flush() {
            own.forEach(Handler::flush);
        }

        @Override
        public void close() {
            own.forEach(Handler::close);
        }
    }
}
