package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.Chunk;
import java.lang.reflect.Proxy;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@DisplayName("A search for jobs at fault")
@Tag("fast")
class SearchByNameTest {

    /** The ways in which drivers send a batch and report its failure. */
    private enum Driver {
        /** Stops at the first refused statement, with the counts of those before, as the JDBC specification allows. */
        COUNTS,
        /** PostgreSQL's: the index of the refused statement is in the message only. */
        MESSAGE,
        /** PostgreSQL's with reWriteBatchedInserts: several jobs in one statement, and the index is of the statement. */
        REWRITES,
        /** Does not name the refused statement. */
        SILENT
    }

    /** A table in a transaction with savepoints; each job is a number, and a refused one has its number as reason. */
    private static final class Table implements StatementPerJob<Integer> {

        private final Driver driver;
        private final IntPredicate refused;
        private final List<Integer> rows = new ArrayList<>();
        private int roundTrips;

        Table(Driver driver, IntPredicate refused) {
            this.driver = driver;
            this.refused = refused;
        }

        private record Point(List<Integer> rows) implements Savepoint {

            @Override
            public int getSavepointId() {
                return 0;
            }

            @Override
            public String getSavepointName() {
                return "";
            }
        }

        Connection connection() {
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                        roundTrips++;
                        return switch (method.getName()) {
                            case "setSavepoint" -> new Point(List.copyOf(rows));
                            case "rollback" -> {
                                rows.clear();
                                rows.addAll(((Point) arguments[0]).rows());
                                yield null;
                            }
                            case "releaseSavepoint" -> null;
                            default -> throw new IllegalStateException(method.getName());
                        };
                    });
        }

        @Override
        public void handle(Connection connection, Chunk<Integer> chunk) throws SQLException {
            handleEach(connection, chunk);
        }

        @Override
        public boolean handleEach(Connection connection, Chunk<Integer> chunk) throws SQLException {
            roundTrips++;
            List<Integer> jobs = chunk.items();
            for (int i = 0; i < jobs.size(); i++) {
                if (refused.test(jobs.get(i))) {
                    throw RefusedJob.of(
                            failure(i, jobs), jobs.size(), driver == Driver.MESSAGE || driver == Driver.REWRITES);
                }
                rows.add(jobs.get(i));
            }
            return driver != Driver.REWRITES && jobs.size() > 1;
        }

        private SQLException failure(int index, List<Integer> jobs) {
            int[] counts = new int[driver == Driver.COUNTS ? index : jobs.size()];
            Arrays.fill(counts, driver == Driver.COUNTS ? 1 : Statement.EXECUTE_FAILED);
            SQLException reason = new SQLException("refused " + jobs.get(index), "23514");
            String message = switch (driver) {
                case MESSAGE ->
                    "Batch entry " + index + " /* sluice statement 7 */ insert into t values ('9') was aborted";
                case REWRITES -> "Batch entry " + index / 64 + " /* sluice statement 7 */ insert into t was aborted";
                case COUNTS, SILENT -> "refused";
            };
            BatchUpdateException failure = new BatchUpdateException(message, "23514", 0, counts, reason);
            failure.setNextException(reason);
            return failure;
        }

        SortedMap<Integer, Throwable> faults(int size) throws Exception {
            List<Integer> jobs = IntStream.range(0, size).boxed().toList();
            return new JobSearch<>(connection(), this, false, false).faults(new Chunk<>(0, 1, jobs));
        }
    }

    private static void assertExact(Table table, int size) throws Exception {
        SortedMap<Integer, Throwable> faults = table.faults(size);

        SortedMap<Integer, String> expected = new TreeMap<>();
        IntStream.range(0, size).filter(table.refused).forEach(job -> expected.put(job, "refused " + job));
        SortedMap<Integer, String> found = new TreeMap<>();
        faults.forEach((job, fault) -> found.put(job, fault.getMessage()));
        assertThat(found).as("the reason of each job at fault").isEqualTo(expected);
        List<Integer> good =
                IntStream.range(0, size).filter(table.refused.negate()).boxed().toList();
        assertThat(table.rows).as("each other job once").isEqualTo(good);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("finds each with its own reason and does each other job once, for all reports of the driver")
    void exact(Driver driver) throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            double share = random.nextDouble();
            int size = 1 + random.nextInt(150);
            boolean[] refused = new boolean[size];
            for (int i = 0; i < size; i++) {
                refused[i] = random.nextDouble() < share;
            }
            assertExact(new Table(driver, job -> refused[job]), size);
        }
        assertExact(new Table(driver, job -> true), 100);
        assertExact(new Table(driver, job -> false), 100);
    }

    @ParameterizedTest
    @CsvSource({"COUNTS, 3, 80", "MESSAGE, 3, 80", "MESSAGE, 10, 35", "MESSAGE, 100, 10", "REWRITES, 3, 300"})
    @DisplayName("costs about two round trips for each job at fault, where the driver names it")
    void roundTrips(Driver driver, int every, int most) throws Exception {
        Table table = new Table(driver, job -> job % every == every - 1);
        assertExact(table, 100);
        assertThat(table.roundTrips).as("by halves, every third: 266").isLessThanOrEqualTo(most);
    }

    @Test
    @DisplayName("blames no job that a driver names without having shown that it sends each job by itself")
    void contradiction() throws Exception {
        Table table = new Table(Driver.REWRITES, job -> job == 70); // the driver says 1
        assertExact(table, 100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Batch entry 3 /* sluice statement 12 */ insert into t values ('4'::int4) was aborted: ERROR",
                "Batch-Eintrag 3 /* sluice statement 12 */ insert into t wurde abgebrochen",
                "L''\u00e9l\u00e9ment du batch 3 /* sluice statement 12 */ insert into t a \u00e9t\u00e9 annul\u00e9",
                "Batch entry 3 <unknown> was aborted: ERROR: value 17"
            })
    @DisplayName("reads the number of the refused statement in every language of PostgreSQL's driver")
    void languages(String message) {
        assertThat(index(message, 100)).isEqualTo(3);
    }

    @Test
    @DisplayName("reads numbers with separators, and none that is not alone in front of the statement")
    void numbers() {
        assertThat(index("Batch entry 1,234 /* sluice statement 1 */ insert", 2000))
                .isEqualTo(1234);
        assertThat(index("Batch entry 1.234 /* sluice statement 1 */ insert", 2000))
                .isEqualTo(1234);
        assertThat(index("(conn=17) entry 3 /* sluice statement 1 */ insert", 2000))
                .isEqualTo(-1);
        assertThat(index("Batch entry 3 insert into t values (5)", 2000)).isEqualTo(-1);
        assertThat(index("Batch entry 99 /* sluice statement 1 */ insert", 99)).isEqualTo(-1);
    }

    private static int index(String message, int size) {
        int[] counts = new int[size];
        Arrays.fill(counts, Statement.EXECUTE_FAILED);
        SQLException failure = new BatchUpdateException(message, "23505", 0, counts);
        return RefusedJob.of(failure, size, true) instanceof RefusedJob named ? named.index() : -1;
    }
}
