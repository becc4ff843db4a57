package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The groups by which the scheduler of Linux shares the cores between processes: the autogroup of the session, the
 * control group, and the nice value. Two processes in different groups have equal shares, however many threads each
 * has; in one group each thread has a share.
 */
final class SchedulerGroup {

    private static final int NICE_FIELD = 16; // of /proc/PID/stat, counted after the name of the command

    private SchedulerGroup() {}

    /** Returns the groups of the JVMs of the benchmark, and of PostgreSQL if the run has one. */
    static String describe() {
        String all = "Scheduler groups (autogroups "
                + (read(Path.of("/proc/sys/kernel/sched_autogroup_enabled")).equals("1") ? "on" : "off")
                + "): JVMs " + of(ProcessHandle.current().pid());
        String server = ofPostgres();
        return server.isEmpty() ? all : all + "; PostgreSQL " + server;
    }

    /** Returns the groups of a process, as far as this system shows them. */
    static String of(long pid) {
        Path process = Path.of("/proc", String.valueOf(pid));
        String autogroup = read(process.resolve("autogroup")).replace("nice", "with nice");
        return "%s, cgroup %s, nice %s"
                .formatted(autogroup.isEmpty() ? "no autogroup" : autogroup, cgroup(process), nice(process));
    }

    /** The groups that share the processor; others, as that of the memory, do not matter here. */
    private static String cgroup(Path process) {
        List<String> lines = read(process.resolve("cgroup")).lines().toList();
        String groups = lines.stream()
                .map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3
                        && (parts[1].isEmpty() || List.of(parts[1].split(",")).contains("cpu")))
                .map(parts -> (parts[1].isEmpty() ? "v2 " : "cpu ") + parts[2])
                .sorted()
                .collect(Collectors.joining(" and "));
        return groups.isEmpty() ? "unknown" : groups;
    }

    private static String nice(Path process) {
        String stat = read(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        return fields.length > NICE_FIELD ? fields[NICE_FIELD] : "unknown";
    }

    /** Asks the server for the process of a session of its own. */
    private static String ofPostgres() {
        if (!Postgres.isStarted()) {
            return "";
        }
        PeerSettings settings = Postgres.settings();
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), null);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            long pid = row.getLong(1);
            boolean isHere = read(Path.of("/proc", String.valueOf(pid), "comm")).startsWith("postgres");
            return isHere ? of(pid) : "on another machine";
        } catch (SQLException e) {
            return "unknown: " + e.getMessage();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            return "";
        }
    }
}
