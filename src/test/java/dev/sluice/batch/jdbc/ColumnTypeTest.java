package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.rows.NamedSql;
import dev.sluice.batch.rows.Row;
import dev.sluice.testing.PostgresServer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@DisplayName("A value of a row")
@Tag("service")
class ColumnTypeTest {

    private static BatchPool h2;
    private static BatchPool postgres;

    @BeforeAll
    static void open() throws SQLException {
        h2 = BatchPool.h2(1);
        postgres = BatchPool.on(PostgresServer.shared(), 1);
        postgres.execute(
                "drop table if exists batch_type",
                "drop type if exists batch_mood",
                "create type batch_mood as enum ('sad', 'ok')");
    }

    @AfterAll
    static void close() throws SQLException {
        postgres.execute("drop table if exists batch_type", "drop type batch_mood");
        postgres.close();
        h2.close();
    }

    private static final String TO_TEXT =
            "select case when v is null then 'null' else cast(v as varchar) end from batch_type";

    private static String written(BatchPool pool, String type, Object value) throws Exception {
        return written(pool, type, value, TO_TEXT);
    }

    private static String written(BatchPool pool, String type, Object value, String question) throws Exception {
        pool.execute("drop table if exists batch_type", "create table batch_type (v " + type + ")");
        // the driver keeps statements, and what they were for
        String statement = "insert into batch_type /* " + type + " */ values (:v)";
        try (Connection connection = pool.connections().acquire()) {
            SqlRows insert = new SqlRows(NamedSql.parse(statement));
            insert.prepare(connection);
            Row row = Row.of(3, List.of("v"), Collections.singletonList(value));
            insert.handle(connection, new Chunk<>(0, 3, List.of(row)));
        }
        return pool.ask(question);
    }

    private static void assertBad(BatchPool pool, String type, Object value, String problem) {
        assertThatThrownBy(() -> written(pool, type, value))
                .isInstanceOf(BadRow.class)
                .hasMessage("row 3, column 'v': " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smallint|-32768|-32768",
                "smallint|' 5 '|5",
                "int|+2147483647|2147483647",
                "bigint|-9223372036854775808|-9223372036854775808",
                "numeric(20,3)|12345678901234567.890|12345678901234567.890",
                "numeric(20,3)|-1e3|-1000.000",
                "boolean|TRUE|true",
                "boolean|t|true",
                "boolean|yes|true",
                "boolean|1|true",
                "boolean|False|false",
                "boolean|f|false",
                "boolean|no|false",
                "boolean|0|false",
                "date|2024-02-29|2024-02-29",
                "time|23:59|23:59:00",
                "time(3)|23:59:59.125|23:59:59.125",
                "timestamp(3)|2024-02-29T23:59:59.125|2024-02-29 23:59:59.125",
                "timestamp(0)|2024-02-29 23:59|2024-02-29 23:59:00",
                "uuid|123E4567-e89b-12d3-a456-426614174000|123e4567-e89b-12d3-a456-426614174000",
                "varchar(10)|' x é€😀 '|' x é€😀 '",
                "text|''|''",
                "varchar(10)|005|005"
            })
    @DisplayName("arrives with the type of its column")
    void fits(String type, String value, String expected) throws Exception {
        String h2Type = type.equals("text") ? "clob" : type;
        assertThat(written(h2, h2Type, value).toLowerCase(Locale.ROOT)).isEqualTo(expected);
        assertThat(written(postgres, type, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smallint|32768|is out of range",
                "smallint|-32769|is out of range",
                "int|2147483648|is out of range",
                "bigint|9223372036854775808|is out of range",
                "bigint|-99999999999999999999999|is out of range",
                "int|5.0|is not a whole number",
                "int|five|is not a whole number",
                "int|''|is not a whole number",
                "int|-|is not a whole number",
                "int|0x10|is not a whole number",
                "int|1 2|is not a whole number",
                "numeric(20,3)|1,5|is not a number",
                "numeric(20,3)|1e999999999|is out of range",
                "numeric(20,3)|1e-999999999|is out of range",
                "real|1e39|is out of range",
                "real|1f|is not a number",
                "double precision|1e309|is out of range",
                "double precision|0x1p3|is not a number",
                "double precision|''|is not a number",
                "boolean|maybe|is neither true nor false",
                "boolean|2|is neither true nor false",
                "boolean|''|is neither true nor false",
                "date|2023-02-29|is not a date, like 2024-02-29",
                "date|29.02.2024|is not a date, like 2024-02-29",
                "date|2024-02-29T00:00|is not a date, like 2024-02-29",
                "time|24:00|is not a time, like 23:59:59",
                "time|5pm|is not a time, like 23:59:59",
                "timestamp|2024-02-29|is not a date and time without an offset, like 2024-02-29 23:59:59",
                "timestamp|2023-02-29 10:00|is not a date and time without an offset, like 2024-02-29 23:59:59",
                "timestamp|2024-02-29 10:00Z|is not a date and time without an offset, like 2024-02-29 23:59:59",
                "timestamp|2024-02-2910:00|is not a date and time without an offset, like 2024-02-29 23:59:59",
                "timestamp with time zone|2024-02-29 10:00|is not a date and time with an offset, like 2024-02-29 23:59:59+01:00",
                "timestamp with time zone|2024-02-29 10:00 CET|is not a date and time with an offset, like 2024-02-29 23:59:59+01:00",
                "uuid|123e4567|is not a UUID",
                "uuid|1-1-1-1-1|is not a UUID"
            })
    @DisplayName("is refused if it is none of that type, and not shown")
    void bad(String type, String value, String problem) {
        assertBad(h2, type, value, problem);
        assertBad(postgres, type, value, problem);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T23:30:00Z",
        "2024-02-29t23:30z",
        "2024-02-29 23:30:00+00",
        "2024-03-01 00:30:00 +01:00",
        "2024-03-01 05:00:00.000+0530",
        "2024-02-29 20:30:00-03"
    })
    @DisplayName("is a moment with its offset, in the forms that people and databases write")
    void moments(String value) throws Exception {
        String type = "timestamp with time zone";
        assertThat(written(h2, type, value, "select cast(v at time zone 'UTC' as varchar) from batch_type"))
                .isEqualTo("2024-02-29 23:30:00+00");
        assertThat(written(postgres, type, value, "select v at time zone 'UTC' from batch_type"))
                .isEqualTo("2024-02-29 23:30:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"real", "double precision"})
    @DisplayName("may be any floating point number, NaN included")
    void floats(String type) throws Exception {
        for (BatchPool pool : List.of(h2, postgres)) {
            assertThat(Double.parseDouble(written(pool, type, " 1.5e3 "))).isEqualTo(1500);
            assertThat(Double.parseDouble(written(pool, type, new BigDecimal("0.25"))))
                    .isEqualTo(0.25);
            assertThat(written(pool, type, "NaN")).isEqualTo("NaN");
            assertThat(written(pool, type, "-infinity")).isEqualTo("-Infinity");
            assertThat(written(pool, type, "Infinity")).isEqualTo("Infinity");
        }
    }

    @Test
    @DisplayName("may be PostgreSQL's numeric that is no number, or has no end; other databases have none of these")
    void specialNumerics() throws Exception {
        assertThat(written(postgres, "numeric(20,3)", "NaN")).isEqualTo("NaN");
        assertThat(written(postgres, "numeric", Double.NaN)).isEqualTo("NaN");
        assertThat(written(postgres, "numeric", " infinity ")).isEqualTo("Infinity");
        assertThat(written(postgres, "numeric", Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
        assertBad(h2, "numeric(20,3)", "NaN", "is not a number");
    }

    @Test
    @DisplayName("may be bytes, in hexadecimal")
    void bytes() throws Exception {
        for (String value : List.of("\\x00ffA0", "00ffa0")) {
            assertThat(written(h2, "varbinary", value, "select rawtohex(v) from batch_type"))
                    .isEqualTo("00ffa0");
            assertThat(written(postgres, "bytea", value)).isEqualTo("\\x00ffa0");
        }
        assertThat(written(postgres, "bytea", "")).isEqualTo("\\x");
        assertThat(written(postgres, "bytea", new byte[] {1, 2})).isEqualTo("\\x0102");
        for (String value : List.of("0", "xyz", "\\x0", "0x00")) {
            assertBad(h2, "varbinary", value, "is not hexadecimal");
            assertBad(postgres, "bytea", value, "is not hexadecimal");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smallint",
                "int",
                "bigint",
                "numeric",
                "real",
                "double precision",
                "boolean",
                "date",
                "time",
                "timestamp",
                "timestamp with time zone",
                "uuid",
                "varchar",
                "json"
            })
    @DisplayName("may be null for each type")
    void nulls(String type) throws Exception {
        assertThat(written(h2, type, null)).isEqualTo("null");
        assertThat(written(postgres, type, null)).isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytea", "jsonb", "int[]", "inet", "batch_mood", "interval", "xml", "money", "bit(3)", "timetz"})
    @DisplayName("may be null if only PostgreSQL has the type")
    void nullsOfPostgres(String type) throws Exception {
        assertThat(written(postgres, type, null)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "json|{\"a\": [1, 2]}|{\"a\": [1, 2]}",
                "jsonb|{\"a\":[1,2]}|{\"a\": [1, 2]}",
                "int[]|{1,2,3}|{1,2,3}",
                "text[]|{a,\"b c\"}|{a,\"b c\"}",
                "inet|192.0.2.1/24|192.0.2.1/24",
                "batch_mood|ok|ok",
                "interval|1 day 2 hours|1 day 02:00:00",
                "bit(3)|101|101",
                "bit varying(5)|1010|1010",
                "time with time zone|10:00+02|10:00:00+02",
                "xml|<a>x</a>|<a>x</a>",
                "char(3)|ab|ab",
                "name|x|x",
                "oid|17|17",
                "int4range|[1,5)|[1,5)",
                "point|(1,2)|(1,2)",
                "tsvector|a b|`'a' 'b'`"
            })
    @DisplayName("may be of any other type of PostgreSQL, as text")
    void others(String type, String value, String expected) throws Exception {
        assertThat(written(postgres, type, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int[]|[1,2,3]|{1,2,3}",
                "int[]| [ ] |{}",
                "int[]|[0:1]={5,6}|[0:1]={5,6}",
                "int[]|[[1,null],[3,4]]|{{1,NULL},{3,4}}",
                "bigint[]|[9223372036854775807]|{9223372036854775807}",
                "numeric[]|[0.10, 1e3]|{0.10,1000}",
                "boolean[]|[true,false,null]|{t,f,NULL}",
                "text[]|[\"a\",\"b c\",\"NULL\",null,\"\"]|{a,\"b c\",\"NULL\",NULL,\"\"}",
                "text[]|[\"{\\\"\\\\,}\"]|{\"{\\\"\\\\,}\"}",
                "text[]|[5,true,1.50]|{5,true,1.50}",
                "jsonb[]|[{\"a\":[1]}]|{\"{\\\"a\\\": [1]}\"}",
                "date[]|[\"2024-02-29\"]|{2024-02-29}",
                "batch_mood[]|[\"sad\",\"ok\"]|{sad,ok}",
                "box[]|{(1,1),(0,0)}|{(1,1),(0,0)}"
            })
    @DisplayName("may be a JSON array for an array of PostgreSQL, of any type and up to six dimensions")
    void arrays(String type, String value, String expected) throws Exception {
        assertThat(written(postgres, type, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "a", "[1", "[1] 2", "[1,]", ""})
    @DisplayName("is refused where PostgreSQL has an array and the value is none, and not shown")
    void noArray(String value) {
        assertBad(postgres, "int[]", value, "is neither a JSON array nor an array in PostgreSQL's form, like {1,2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[1],[2,3]]", "[1,[2]]", "[[1],2]", "[[1],null]", "[[],[1]]"})
    @DisplayName("is refused as an array of PostgreSQL if its inner arrays differ in length")
    void ragged(String value) {
        assertBad(postgres, "int[]", value, "has inner arrays of different lengths");
    }

    @Test
    @DisplayName("is refused as an array of PostgreSQL with more than six dimensions")
    void dimensions() throws Exception {
        assertThat(written(postgres, "int[]", "[[[[[[1]]]]]]")).isEqualTo("{{{{{{1}}}}}}");
        assertBad(postgres, "int[]", "[[[[[[[1]]]]]]]", "has more than 6 dimensions");
    }

    @Test
    @DisplayName("may be an enum of H2")
    void enumOfH2() throws Exception {
        assertThat(written(h2, "enum('sad', 'ok')", "ok")).isEqualTo("ok");
    }

    @Test
    @DisplayName("may be JSON for any suitable column")
    void json() throws Exception {
        for (BatchPool pool : List.of(h2, postgres)) {
            assertThat(written(pool, "int", 5L)).isEqualTo("5");
            assertThat(written(pool, "int", new BigDecimal("5.00"))).isEqualTo("5");
            assertThat(written(pool, "int", new BigDecimal("1e3"))).isEqualTo("1000");
            assertThat(written(pool, "numeric(30,2)", 5L)).isEqualTo("5.00");
            assertThat(written(pool, "numeric(30,2)", new BigInteger("9223372036854775808")))
                    .isEqualTo("9223372036854775808.00");
            assertThat(written(pool, "varchar", 5L)).isEqualTo("5");
            assertThat(written(pool, "varchar", new BigDecimal("1e3"))).isEqualTo("1000");
            assertThat(written(pool, "varchar", new BigDecimal("0.0000001"))).isEqualTo("0.0000001");
            assertThat(written(pool, "varchar", new BigDecimal("1e999999999"))).isEqualTo("1E+999999999");
            assertThat(written(pool, "varchar", true)).isEqualTo("true");
            assertThat(written(pool, "boolean", true)).isEqualToIgnoringCase("true");
            assertThat(written(pool, "boolean", 0L)).isEqualToIgnoringCase("false");
            assertBad(pool, "int", 5_000_000_000L, "is out of range");
            assertBad(pool, "int", new BigInteger("9223372036854775808"), "is out of range");
            assertBad(pool, "int", new BigDecimal("1e999999999"), "is out of range");
            assertBad(pool, "int", new BigDecimal("1e-999999999"), "is not a whole number");
            assertBad(pool, "int", new BigDecimal("5.5"), "is not a whole number");
            assertBad(pool, "int", true, "is not a whole number");
            assertBad(pool, "numeric(30,2)", true, "is not a number");
            assertBad(pool, "boolean", 7L, "is neither true nor false");
            assertBad(pool, "date", 20240229L, "is not a date, like 2024-02-29");
            assertBad(pool, "numeric(30,2)", "1".repeat(1001), "is too long for a number");
        }
        assertThat(written(postgres, "jsonb", 5L)).isEqualTo("5");
        assertThat(written(postgres, "jsonb", false)).isEqualTo("false");
    }

    @Test
    @DisplayName("is read as a whole number only by digits, tinyint and DECFLOAT of H2 included")
    void ofH2() throws Exception {
        assertThat(written(h2, "tinyint", "-128")).isEqualTo("-128");
        assertBad(h2, "tinyint", "128", "is out of range");
        assertThat(written(h2, "decfloat", "0.1000000000000000055511151231257827"))
                .isEqualTo("0.1000000000000000055511151231257827");
    }
}
