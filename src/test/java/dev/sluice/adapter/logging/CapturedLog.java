package dev.sluice.adapter.logging;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** The lines written under a category, as {@code LEVEL category message}, from a level on. */
public final class CapturedLog implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Throwable> stacks = new CopyOnWriteArrayList<>();
    private final Formatter formatter = new PatternFormatter("%p %c %s");
    private final Logger logger; // held, or it may be collected with its handler
    private final Level levelBefore;
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(formatter.format(entry));
            if (entry.getThrown() != null) {
                stacks.add(entry.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    public CapturedLog(String category, Level level) {
        logger = Logger.getLogger(category);
        levelBefore = logger.getLevel();
        logger.setLevel(level);
        logger.setUseParentHandlers(false);
        handler.setLevel(Level.ALL);
        logger.addHandler(handler);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Returns the throwables that were logged with a line. */
    List<Throwable> stacks() {
        return List.copyOf(stacks);
    }

    /** The lines that contain the text. */
    public List<String> with(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    void clear() {
        lines.clear();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        logger.setLevel(levelBefore);
    }
}
