package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.rows.BadInput;
import dev.sluice.batch.rows.NamedSql;
import dev.sluice.batch.rows.Row;
import dev.sluice.testing.PostgresServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("Rows of a query")
@Tag("service")
class QueryRowsTest {

    private static BatchPool postgres() {
        return BatchPool.on(PostgresServer.shared(), 2);
    }

    private static Connection connection() throws SQLException {
        PostgresServer server = PostgresServer.shared();
        return DriverManager.getConnection(server.url(), server.user(), server.password());
    }

    @Test
    @DisplayName("are in order, numbered from 1, with the labels of the query as columns")
    void reads() throws Exception {
        try (BatchPool pool = postgres();
                QueryRows rows = QueryRows.open(
                        pool.connections(),
                        "select n as id, 'N' || n as \"Name\", null as x from generate_series(5, 6) n")) {
            assertThat(rows.columns()).containsExactly("id", "Name", "x");
            Row first = rows.next();
            assertThat(first.number()).isEqualTo(1);
            assertThat(first.columns()).isSameAs(rows.columns());
            assertThat(first.values()).containsExactly(5, "N5", null);
            assertThat(rows.next().values()).containsExactly(6, "N6", null);
            assertThat(rows.next()).isNull();
            assertThat(rows.next()).isNull();
        }
    }

    @Test
    @DisplayName("are read as they are wanted: the first ones are there though the last one fails")
    void streams() throws Exception {
        String query = "select n, 1 / (200000 - n) as x from generate_series(1, 200000) n";
        try (QueryRows rows = QueryRows.open(connection(), query, 500)) {
            for (int i = 1; i <= 199_000; i++) {
                assertThat(rows.next().number()).isEqualTo(i);
            }
            assertThatThrownBy(() -> {
                        while (rows.next() != null) {
                            // until the last
                        }
                    })
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("division by zero");
        }
    }

    @Test
    @DisplayName("are all there, 200,000 of them")
    void many() throws Exception {
        try (QueryRows rows = QueryRows.open(connection(), "select n from generate_series(1, 200000) n", 500)) {
            long sum = 0;
            for (Row row = rows.next(); row != null; row = rows.next()) {
                sum += (int) row.value("n");
            }
            assertThat(sum).isEqualTo(20_000_100_000L);
        }
    }

    @Test
    @DisplayName("have Java's values, and text where Java has no type")
    void values() throws Exception {
        try (QueryRows rows = QueryRows.open(
                connection(),
                "select 1::int2, 2::int4 b, 3::int8 c, 1.50::numeric d, 'NaN'::numeric e, 0.5::float4 f, 0.25::float8 g,"
                        + " true h, date '2024-02-29' i, time '10:00' j, timestamp '2024-02-29 10:00' k,"
                        + " timestamptz '2024-02-29 10:00+00' l, '123e4567-e89b-12d3-a456-426614174000'::uuid m,"
                        + " '\\x01ff'::bytea n, '{\"a\":1}'::jsonb o, '{1,2}'::int[] p, '10:00+02'::timetz q,"
                        + " 'x'::char(2) r, '192.0.2.1'::inet s, B'101' t, null::int u",
                500)) {
            List<Object> values = rows.next().values();
            assertThat(values.get(13)).isEqualTo(new byte[] {1, -1});
            List<Object> others = new ArrayList<>(values);
            others.remove(13);
            assertThat(others)
                    .isEqualTo(Arrays.asList(
                            1,
                            2,
                            3L,
                            new BigDecimal("1.50"),
                            "NaN",
                            0.5f,
                            0.25,
                            true,
                            LocalDate.of(2024, 2, 29),
                            LocalTime.of(10, 0),
                            LocalDateTime.of(2024, 2, 29, 10, 0),
                            OffsetDateTime.parse("2024-02-29T10:00Z"),
                            UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
                            "{\"a\": 1}",
                            "{1,2}",
                            "10:00:00+02",
                            "x ",
                            "192.0.2.1",
                            "101",
                            null));
        }
    }

    @Test
    @DisplayName("can be written to another table as they were")
    void copies() throws Exception {
        String columns =
                "(a int2, b int8, c numeric, d float4, e bool, f date, g time, h timestamp, i timestamptz, j uuid,"
                        + " k bytea, l jsonb, m text[], n text, o interval)";
        String names = ":a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, :n, :o";
        try (BatchPool pool = postgres()) {
            pool.execute(
                    "drop table if exists batch_from, batch_to",
                    "create table batch_from " + columns,
                    "create table batch_to " + columns,
                    "insert into batch_from values (1, 2, 3.50, 0.1, true, '2024-02-29', '10:00:00.000001',"
                            + " '2024-02-29 10:00:00.000001', '2024-02-29 10:00+02', gen_random_uuid(), '\\x00ff', '{\"a\": 1}',"
                            + " '{a,\"b c\"}', 'é', '1 day')",
                    "insert into batch_from default values",
                    "insert into batch_from (f, h, i) values ('infinity', '-infinity', 'infinity')");
            try (QueryRows rows = QueryRows.open(connection(), "select * from batch_from", 500);
                    Connection target = pool.connections().acquire()) {
                SqlRows insert = new SqlRows(NamedSql.parse("insert into batch_to values (" + names + ")"));
                insert.prepare(target);
                for (Row row = rows.next(); row != null; row = rows.next()) {
                    insert.handle(target, new Chunk<>(0, row.number(), List.of(row)));
                }
            }
            assertThat(pool.ask("select count(*) from (select t::text from batch_to t intersect"
                            + " select t::text from batch_from t) x"))
                    .isEqualTo("3");
            pool.execute("drop table batch_from, batch_to");
        }
    }

    @Test
    @DisplayName("are only read: a query that writes is refused")
    void readOnly() throws Exception {
        try (BatchPool pool = postgres()) {
            pool.execute("drop table if exists batch_ro", "create table batch_ro (id int)");
            assertThatThrownBy(() -> QueryRows.open(
                            pool.connections(),
                            "with x as (insert into batch_ro values (1) returning id) select id from x"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("read-only");
            assertThat(pool.jdbc.pool().stats().inUse()).isZero();
            pool.execute("drop table batch_ro");
        }
    }

    @Test
    @DisplayName("give their connection back in the middle, too, and as it was; twice does no harm")
    void close() throws Exception {
        try (BatchPool pool = BatchPool.on(PostgresServer.shared(), 1)) {
            QueryRows rows = QueryRows.open(pool.connections(), "select n from generate_series(1, 200000) n");
            assertThat(rows.next().number()).isEqualTo(1);
            assertThat(pool.jdbc.pool().stats().inUse()).isEqualTo(1);

            rows.close();
            rows.close();

            assertThat(rows.next()).isNull();
            assertThat(pool.jdbc.pool().stats().inUse()).isZero();
            try (Connection connection = pool.connections().acquire()) {
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.isReadOnly()).isFalse();
            }
        }
    }

    @Test
    @DisplayName(
            "are refused if two columns have the same name, or the text is no query, and the connection is released")
    void refused() throws Exception {
        try (BatchPool pool = postgres()) {
            assertThatThrownBy(() -> QueryRows.open(pool.connections(), "select 1 as id, 2 as id"))
                    .isInstanceOf(BadInput.class)
                    .hasMessage("the query has the column 'id' twice");
            assertThatThrownBy(() -> QueryRows.open(pool.connections(), "select from nowhere"))
                    .isInstanceOf(SQLException.class);
            assertThat(pool.jdbc.pool().stats().inUse()).isZero();
        }
    }

    @Test
    @DisplayName("may be rows of H2, whose labels are found in any case")
    void ofH2() throws Exception {
        try (BatchPool pool = BatchPool.h2(1);
                QueryRows rows = QueryRows.open(
                        pool.connections(),
                        "select x as id, cast(x as decfloat) d, random_uuid() u from system_range(1, 3)")) {
            Row row = rows.next();
            assertThat(row.value("id")).isEqualTo(1L);
            assertThat(row.value("d")).isEqualTo(new BigDecimal("1"));
            assertThat(row.value("u")).isInstanceOf(UUID.class);
        }
    }
}
