package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.rows.NamedSql;
import dev.sluice.batch.rows.Row;
import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowJobs;
import dev.sluice.batch.rows.RowReaders;
import dev.sluice.testing.PostgresServer;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@DisplayName("Rows that are written by a statement")
@Tag("service")
class SqlRowsTest {

    /** Where they are written. */
    enum On {
        H2,
        POSTGRESQL;

        BatchPool pool() {
            return this == H2 ? BatchPool.h2(2) : BatchPool.on(PostgresServer.shared(), 2);
        }
    }

    private static final List<String> COLUMNS = List.of("id", "name", "age");

    private static Row row(long number, Object... values) {
        return Row.of(number, COLUMNS, Arrays.asList(values));
    }

    private static Chunk<Row> chunk(Row... rows) {
        return new Chunk<>(0, rows[0].number(), List.of(rows));
    }

    private static BatchPool people(On on) throws SQLException {
        BatchPool pool = on.pool();
        pool.execute(
                "drop table if exists batch_people",
                "create table batch_people (id int primary key, name varchar(10), age int)");
        return pool;
    }

    private static SqlRows prepare(Connection connection, String sql) throws Exception {
        SqlRows rows = new SqlRows(NamedSql.parse(sql));
        rows.prepare(connection);
        return rows;
    }

    private static SqlRows insert(Connection connection) throws Exception {
        return prepare(connection, "insert into batch_people (id, name, age) values (:id, :name, :age)");
    }

    private static String all(BatchPool pool) throws SQLException {
        return pool.ask(
                "select string_agg(id || ' ' || coalesce(name, '-') || ' ' || coalesce(age, 0), ', ' order by id)"
                        + " from batch_people");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("are there afterwards, nulls included")
    void writes(On on) throws Exception {
        try (BatchPool pool = people(on)) {
            try (Connection connection = pool.connections().acquire()) {
                insert(connection)
                        .handle(
                                connection,
                                chunk(row(1, "1", "Ada", "36"), row(2, 2L, null, null), row(3, "3", "", "0")));
            }
            assertThat(all(pool)).isEqualTo("1 Ada 36, 2 - 0, 3  0");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("are written by another batch over the same session although their table has changed meanwhile")
    void changedTable(On on) throws Exception {
        String sql = "insert into batch_people (id, name, age) values (:id, :name, :age)";
        try (BatchPool pool = people(on);
                Connection connection = pool.connections().acquire();
                Statement statement = connection.createStatement()) {
            SqlRows first = prepare(connection, sql);
            for (int i = 0; i < 20; i++) { // until the driver has prepared it on the server
                first.handle(connection, chunk(row(i, i, "n", i)));
            }
            statement.execute("alter table batch_people alter column age set data type varchar(20)");
            statement.execute("alter table batch_people alter column name set data type varchar(200)");

            prepare(connection, sql).handle(connection, chunk(row(99, 99, "x".repeat(100), "not known")));

            assertThat(pool.ask("select age from batch_people where id = 99")).isEqualTo("not known");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("may have other columns, in any order, from row to row, and use one twice")
    void columns(On on) throws Exception {
        try (BatchPool pool = people(on);
                Connection connection = pool.connections().acquire()) {
            Row turned = Row.of(2, List.of("more", "NAME", "id"), List.of("x", "Bob", 2));
            prepare(connection, "insert into batch_people (id, name, age) values (:id, :name, :id)")
                    .handle(connection, chunk(row(1, "1", "Ada", "9"), turned, row(3, "3", "Eve", "9")));
            assertThat(all(pool)).isEqualTo("1 Ada 1, 2 Bob 2, 3 Eve 3");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("are named where they do not fit, without their values, and nothing of the chunk is sent")
    void badRow(On on) throws Exception {
        try (BatchPool pool = people(on);
                Connection connection = pool.connections().acquire()) {
            SqlRows insert = insert(connection);
            Row good = row(4999, "1", "Ada", "36");

            assertThatThrownBy(() -> insert.handle(connection, chunk(good, row(5000, "2", "Bob", "secret"))))
                    .isInstanceOf(BadRow.class)
                    .hasMessage("row 5000, column 'age': is not a whole number")
                    .extracting(e -> ((BadRow) e).row())
                    .isEqualTo(5000L);
            Row unread = Row.unreadable(12, COLUMNS, "column 'name': is not valid UTF-8");
            assertThatThrownBy(() -> insert.handle(connection, chunk(good, unread)))
                    .isInstanceOf(BadRow.class)
                    .hasMessage("row 12, column 'name': is not valid UTF-8");
            Row less = Row.of(7, List.of("id", "name"), List.of("1", "Ada"));
            assertThatThrownBy(() -> insert.handle(connection, chunk(good, less)))
                    .isInstanceOf(BadRow.class)
                    .hasMessage("row 7, column 'age': is missing");
            assertThat(pool.ask("select count(*) from batch_people")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("can update and delete, too, and need no parameters")
    void others(On on) throws Exception {
        try (BatchPool pool = people(on);
                Connection connection = pool.connections().acquire()) {
            insert(connection).handle(connection, chunk(row(1, "1", "Ada", "36"), row(2, "2", "Bob", "5")));
            prepare(connection, "update batch_people set age = :age where id = :id")
                    .handle(connection, chunk(row(1, "1", "", "37")));
            prepare(connection, "delete from batch_people where name = :name")
                    .handle(connection, chunk(row(1, "", "Bob", "")));
            prepare(connection, "update batch_people set age = age + 1").handle(connection, chunk(row(1, "", "", "")));
            assertThat(all(pool)).isEqualTo("1 Ada 38");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("are not in the database's words when it refuses them")
    void discreet(On on) throws Exception {
        try (BatchPool pool = people(on);
                Connection connection = pool.connections().acquire()) {
            connection.setAutoCommit(false);
            SqlRows insert = insert(connection);
            assertThatThrownBy(() -> insert.handle(connection, chunk(row(1, "1", "a very long name", "1"))))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22001"))
                    .hasMessageContaining("too long")
                    .hasMessageNotContaining("very");
            connection.rollback();
            assertThatThrownBy(() ->
                            insert.handle(connection, chunk(row(1, "741852", "a", "1"), row(2, "741852", "b", "1"))))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"))
                    .hasMessageNotContaining("741852");
            connection.rollback();
        }
    }

    @Test
    @DisplayName("are not in the database's words if only the database has the type")
    void discreetOthers() throws Exception {
        try (BatchPool pool = On.POSTGRESQL.pool();
                Connection connection = pool.connections().acquire()) {
            pool.execute("drop table if exists batch_net", "create table batch_net (net inet)");
            SqlRows insert = prepare(connection, "insert into batch_net values (:name)");
            assertThatThrownBy(() -> insert.handle(connection, chunk(row(1, "", "my\n\"secret\" net", ""))))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("invalid input syntax for type inet: \"…")
                    .hasMessageNotContaining("secret");
            pool.execute("drop table batch_net");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("are refused at once with a statement that the database does not take")
    void badStatement(On on) throws Exception {
        try (BatchPool pool = on.pool();
                Connection connection = pool.connections().acquire()) {
            assertThatThrownBy(() -> prepare(connection, "insert into batch_nowhere values (:id)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContainingAll("batch_nowhere".substring(6));
        }
    }

    @Test
    @DisplayName("are bound as given if the driver does not report the types")
    void driverCannotTell() throws Exception {
        try (BatchPool pool = people(On.H2);
                Connection connection = pool.connections().acquire()) {
            insert(silent(connection)).handle(connection, chunk(row(1, "1", "Ada", 36L), row(2, 2L, null, null)));
            assertThat(all(pool)).isEqualTo("1 Ada 36, 2 - 0");
        }
    }

    @Test
    @DisplayName("are bound as given for MariaDB, whose server reports text for every parameter")
    void mariaDb() throws Exception {
        try (BatchPool pool = people(On.H2);
                Connection connection = pool.connections().acquire()) {
            SqlRows insert = new SqlRows(NamedSql.parse("insert into batch_people (id, age) values (:id, :age)"));
            insert.prepare(mariaDb(connection));
            insert.handle(connection, chunk(row(1, 1L, null, true)));
            assertThat(all(pool)).isEqualTo("1 - 1");
        }
    }

    private static Connection mariaDb(Connection connection) {
        return proxy(Connection.class, connection, (method, result) -> switch (method) {
            case "getMetaData" ->
                proxy(
                        DatabaseMetaData.class,
                        (DatabaseMetaData) result,
                        (asked, answer) -> asked.equals("getURL") ? "jdbc:mariadb://127.0.0.1/db" : answer);
            case "prepareStatement" ->
                proxy(PreparedStatement.class, (PreparedStatement) result, (asked, answer) -> {
                    if (asked.equals("getParameterMetaData")) {
                        return proxy(
                                ParameterMetaData.class,
                                (ParameterMetaData) answer,
                                (what, type) -> what.equals("getParameterType") ? (Object) Types.VARCHAR : type);
                    }
                    return answer;
                });
            default -> result;
        });
    }

    @Test
    @DisplayName("cost few tries if they are bad: none for rows that do not fit the types, a few for others")
    void fewTries() throws Exception {
        try (BatchPool pool = people(On.POSTGRESQL)) {
            pool.execute("insert into batch_people values (57, 'there', 0)");
            AtomicInteger tries = new AtomicInteger();
            SqlRows rows = new SqlRows(NamedSql.parse("insert into batch_people values (:id, :name, :age)"));
            JdbcWork<Row> work = new JdbcWork<>(pool.connections(), new ChunkHandler<Row>() {

                @Override
                public void prepare(Connection connection) throws Exception {
                    rows.prepare(connection);
                }

                @Override
                public SortedMap<Integer, Exception> unfit(Chunk<Row> chunk) {
                    return rows.unfit(chunk);
                }

                @Override
                public void handle(Connection connection, Chunk<Row> chunk) throws Exception {
                    tries.incrementAndGet();
                    rows.handle(connection, chunk);
                }
            });
            StringBuilder csv = new StringBuilder("id,name,age\n");
            for (int i = 1; i <= 300; i++) {
                csv.append(i).append(",n,").append(i > 100 && i % 3 == 0 ? "x\n" : "1\n");
            }
            RowJobs jobs = new RowJobs(
                    RowReaders.open(
                            new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)), RowFormat.CSV),
                    100,
                    OptionalLong.empty());
            BatchReport report =
                    new BatchRun<>(BatchPlan.DEFAULT.withWorkers(1), jobs, work, new BatchListener() {}).run();

            assertThat(report.failed()).isEqualTo(1 + 67);
            assertThat(report.failures().get(0).job()).isEqualTo(57);
            assertThat(report.succeeded()).isEqualTo(300 - 68);
            assertThat(tries).as("before: 303").hasValueLessThan(35);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reWriteBatchedInserts=false", "reWriteBatchedInserts=true", "logServerErrorDetail=false"})
    @DisplayName("have their own reasons if the database refuses them, for all ways of sending batches")
    void refused(String property) throws Exception {
        PostgresServer server = PostgresServer.shared();
        try (BatchPool pool = BatchPool.on(server.url(property), server.user(), server.password(), 2)) {
            pool.execute(
                    "drop table if exists batch_people",
                    "create table batch_people (id int primary key, name varchar(10), age int check (age > 0))");
            StringBuilder csv = new StringBuilder("id,name,age\n");
            for (int i = 1; i <= 300; i++) {
                csv.append(i % 10 == 0 ? i - 1 : i).append(",n,").append(i % 3 == 0 ? "-1\n" : "1\n");
            }
            RowJobs jobs = new RowJobs(
                    RowReaders.open(
                            new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)), RowFormat.CSV),
                    100,
                    OptionalLong.empty());
            JdbcWork<Row> work = new JdbcWork<>(
                    pool.connections(),
                    new SqlRows(NamedSql.parse("insert into batch_people values (:id, :name, :age)")));
            BatchReport report =
                    new BatchRun<>(BatchPlan.DEFAULT.withWorkers(2), jobs, work, new BatchListener() {}).run();

            SortedMap<Long, String> found = new TreeMap<>();
            report.failures()
                    .forEach(each -> found.put(each.job(), each.reason().replaceAll(".*\"(.*)\".*", "$1")));
            SortedMap<Long, String> expected = new TreeMap<>();
            for (long i = 1; i <= 300; i++) {
                if (i % 3 == 0) {
                    expected.put(i, "batch_people_age_check");
                } else if (i % 10 == 0 && (i - 1) % 3 != 0) {
                    expected.put(i, "batch_people_pkey");
                }
            }
            assertThat(found).isEqualTo(expected);
            assertThat(pool.ask("select count(*) from batch_people")).isEqualTo(String.valueOf(300 - expected.size()));
        }
    }

    @Test
    @DisplayName("may be written by a statement with PostgreSQL's operators that have a question mark")
    void operators() throws Exception {
        try (BatchPool pool = people(On.POSTGRESQL);
                Connection connection = pool.connections().acquire()) {
            String sql = "insert into batch_people select :id, :name, 1 where '{\"a\":1}'::jsonb ?? 'a'";
            prepare(connection, sql).handle(connection, chunk(row(1, 1, "n", 1), row(2, 2, "n", 1)));

            assertThat(pool.ask("select count(*) from batch_people")).isEqualTo("2");
        }
    }

    private static Connection silent(Connection connection) {
        return proxy(Connection.class, connection, (method, result) -> switch (method) {
            case "prepareStatement" ->
                proxy(PreparedStatement.class, (PreparedStatement) result, (asked, answer) -> {
                    if (asked.equals("getParameterMetaData")) {
                        throw new SQLFeatureNotSupportedException("not here");
                    }
                    return answer;
                });
            default -> result;
        });
    }

    @FunctionalInterface
    private interface Answers {
        Object instead(String method, Object result) throws Exception;
    }

    private static <T> T proxy(Class<T> type, T real, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.instead(method.getName(), method.invoke(real, arguments))));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("go from a file to a table, chunk by chunk")
    void batch(On on) throws Exception {
        StringBuilder csv = new StringBuilder("id,name,age\n");
        for (int i = 1; i <= 10_000; i++) {
            csv.append(i).append(",N").append(i).append(i == 5000 ? ",x\n" : ",7\n");
        }
        try (BatchPool pool = people(on)) {
            SqlRows insert;
            try (Connection connection = pool.connections().acquire()) {
                insert = insert(connection);
            }
            byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
            RowJobs jobs = new RowJobs(
                    RowReaders.open(new ByteArrayInputStream(bytes), RowFormat.CSV), 100, OptionalLong.of(10_000));
            BatchReport report = new BatchRun<>(
                            BatchPlan.DEFAULT.withWorkers(2),
                            jobs,
                            new JdbcWork<>(pool.connections(), insert),
                            new BatchListener() {})
                    .run();

            assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
            assertThat(report.failures()).extracting(JobFailure::job).contains(5000L);
            assertThat(report.failures().get(0).reason()).isEqualTo("row 5000, column 'age': is not a whole number");
            assertThat(report.succeeded() + report.failed()).isEqualTo(10_000);
            assertThat(pool.ask("select count(*) from batch_people")).isEqualTo(String.valueOf(report.succeeded()));
        }
    }
}
