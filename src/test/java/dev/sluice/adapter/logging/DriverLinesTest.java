package dev.sluice.adapter.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The log lines of drivers")
@Tag("fast")
@Timeout(60)
class DriverLinesTest {

    private static final Logger DRIVER = Logger.getLogger("org.postgresql");
    private static final Logger ROOT = Logger.getLogger("");

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Handler seen = new Handler() {

        private final SimpleFormatter format = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            if (line.getLoggerName() != null && line.getLoggerName().startsWith("org.postgresql")) {
                lines.add(format.format(line));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Level before;

    @BeforeEach
    void listen() {
        before = DRIVER.getLevel();
        DRIVER.setLevel(Level.ALL);
        seen.setLevel(Level.ALL);
        ROOT.addHandler(seen);
    }

    @AfterEach
    void stop() {
        ROOT.removeHandler(seen);
        DRIVER.setLevel(before);
    }

    private static void connect() {
        for (String url : List.of(
                "jdbc:postgresql://127.0.0.1:1/db?user=app&password=hunter2&connectTimeout=1",
                "jdbc:postgresql://app:hunter2@127.0.0.1:1/db",
                "jdbc:postgresql://127.0.0.1:hunter2/db")) {
            assertThat(catchThrowable(() -> DriverManager.getConnection(url, "app", "hunter2")))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    @DisplayName("at TRACE, have no password and no URL, and keep the constant words of the driver")
    void trace() {
        try (DriverLines quiet = new DriverLines()) {
            assertThat(quiet).isNotNull();
            connect();
        }
        assertThat(lines).isNotEmpty();
        assertThat(String.join("", lines))
                .contains("Connecting with URL")
                .doesNotContain("hunter2")
                .doesNotContain("127.0.0.1:1");
        lines.clear();
        connect();
        assertThat(String.join("", lines)).as("without the filter").contains("hunter2");
    }

    @Test
    @DisplayName("have no values for the handlers of a category below the drivers either, and each handler has a"
            + " line once")
    void childCategory() {
        Logger child = Logger.getLogger("org.postgresql.core.v3");
        child.addHandler(seen);
        child.setUseParentHandlers(false);
        try (DriverLines quiet = new DriverLines()) {
            assertThat(quiet).isNotNull();
            child.log(Level.INFO, "password=hunter2");
            assertThat(lines).hasSize(1);
            assertThat(lines.get(0)).contains("not shown").doesNotContain("hunter2");
            child.setUseParentHandlers(true);
            child.log(Level.INFO, "at {0}", "hunter2");
            assertThat(lines).hasSize(3);
            assertThat(String.join("", lines)).doesNotContain("hunter2");
        } finally {
            child.setUseParentHandlers(true);
            lines.clear();
            child.log(Level.INFO, "password=hunter2");
            child.removeHandler(seen);
        }
        assertThat(lines)
                .as("without the filter")
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("hunter2"));
    }

    @Test
    @DisplayName("have the type, the SQLSTATE and the code of a failure, not its message")
    void failures() {
        LogRecord line = new LogRecord(Level.WARNING, "Unexpected connection error");
        line.setThrown(new SQLException("password hunter2 is wrong", "28P01", 7));
        assertThat(DriverLines.withoutValues(line).getMessage())
                .isEqualTo("Unexpected connection error (java.sql.SQLException, SQLSTATE 28P01, code 7)");
        assertThat(DriverLines.withoutValues(line).getThrown()).isNull();
    }

    @Test
    @DisplayName("are replaced by a remark if the driver has composed them itself")
    void composed() {
        Stream.of("connecting to jdbc:x://app:hunter2@db", "password=hunter2", "at {0}: hunter2")
                .map(text -> DriverLines.withoutValues(new LogRecord(Level.INFO, text))
                        .getMessage())
                .forEach(text -> assertThat(text).doesNotContain("hunter2").contains("not shown"));
    }
}
