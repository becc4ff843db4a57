package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testing.CombinedProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(CombinedProfile.class)
@DisplayName("The command for a batch")
@Tag("service")
class BatchCommandTest {

    private static final String INSERT = "insert into cli_people (id, name, age) values (:id, :name, :age)";

    @Inject
    BatchApplication application;

    @Inject
    DataSource database;

    @TempDir
    Path directory;

    @BeforeEach
    void emptyTable() throws SQLException {
        execute(
                "drop table if exists cli_people",
                "create table cli_people (id bigint primary key, name varchar(50), age int)",
                "drop table if exists sluice_demo_users");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String ask(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private BatchRan run(String... options) {
        return BatchRan.of(application, "", options);
    }

    /** So many people, of whom one is of an age that is no number, if that is positive. */
    private String people(int count, int bad) throws IOException {
        Stream<String> lines = Stream.concat(
                Stream.of("id,name,age"),
                IntStream.rangeClosed(1, count).mapToObj(i -> i + ",Person " + i + "," + (i == bad ? "old" : i % 90)));
        return Files.write(directory.resolve("people.csv"), lines.toList()).toString();
    }

    @Test
    @DisplayName("B02, B03, B11 prints the demonstration's lines in their order, and ends with the right totals")
    void demonstration() throws SQLException {
        BatchRan ran = run("--workers", "8", "--jobs", "64000");

        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).first().isEqualTo("Running 64000 jobs across 8 workers");
        assertThat(ran.out().stream().filter(line -> line.contains("Connecting")))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 8)
                        .mapToObj(i -> "Worker " + i + ": Connecting to pool 'default'")
                        .toList());
        assertThat(ran.out().stream().filter(line -> line.startsWith("Processing")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20)
                        .mapToObj(i -> "Processing " + 5 * i + "% complete")
                        .toList());
        // a worker that got no core until all jobs were done connects at the end
        List<String> lines =
                ran.out().stream().filter(line -> !line.contains("Connecting")).toList();
        int closing = lines.indexOf("Closing job queue and terminating workers");
        assertThat(lines.get(closing - 1)).isEqualTo("Processing 100% complete");
        assertThat(lines.get(closing + 1)).startsWith("All threads completed successfully in ");
        assertThat(lines.get(closing + 2)).startsWith("Average speed of ");
        assertThat(lines.get(closing + 3)).isEqualTo("Total 64000, succeeded 64000, failed 0, retried 0, not run 0");
        assertThat(lines.get(closing + 4)).startsWith("Each transaction took p50 ");
        assertThat(lines.subList(closing + 5, lines.size())).hasSize(8).allMatch(line -> line.contains("succeeded"));
        assertThat(ask("select count(*) || ' ' || count(distinct id) from sluice_demo_users"))
                .isEqualTo("64000 64000");
    }

    @Test
    @DisplayName("writes the rows of a file by a statement")
    void rowsOfAFile() throws Exception {
        BatchRan ran = run("--sql", INSERT, "--rows", people(3000, 0), "--workers", "3");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("Running 3000 jobs across 3 workers", "Processing 100% complete");
        assertThat(ask("select count(*) || ' ' || sum(id) from cli_people")).isEqualTo("3000 4501500");
    }

    @Test
    @DisplayName("writes the rows of standard input, whose number is unknown at the start")
    void rowsOfInput() throws Exception {
        String input = "{\"id\": 1, \"name\": \"Ada\", \"age\": 36}\n{\"id\": 2, \"name\": null, \"age\": 1}\n";
        BatchRan ran = BatchRan.of(application, input, "--sql", INSERT, "--rows", "-", "--format", "ndjson");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).first().asString().startsWith("Running jobs across");
        assertThat(ran.out()).contains("Total 2, succeeded 2, failed 0, retried 0, not run 0");
        assertThat(ask("select count(*) || ' ' || count(name) from cli_people")).isEqualTo("2 1");
    }

    @Test
    @DisplayName("writes the answer to a query")
    void rowsOfAQuery() throws Exception {
        execute("insert into cli_people select x, 'P', 0 from system_range(1, 50)");
        BatchRan ran = run(
                "--sql",
                "update cli_people set age = :n where id = :id",
                "--from-query",
                "select id, id * 2 n from cli_people");

        assertThat(ran.code()).isZero();
        assertThat(ask("select sum(age) from cli_people")).isEqualTo("2550");
    }

    @Test
    @DisplayName(
            "a wrong type at row 5,000 is named with its column, and ends the batch with nothing of its chunk written")
    void badValue() throws Exception {
        BatchRan ran = run("--sql", INSERT, "--rows", people(6000, 5000), "--workers", "2");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(String.join("\n", ran.out()))
                .contains("(row 5000, column 'age': is not a whole number)")
                .contains("Stopped (job 5000 failed: row 5000, column 'age': is not a whole number)");
        assertThat(ask("select count(*) from cli_people where id between 4901 and 5000"))
                .isEqualTo("0");
        assertThat(ask("select mod(count(*), 100) from cli_people")).isEqualTo("0");
    }

    @Test
    @DisplayName("with --continue-on-error the others are written, and failed rows are in a file that can be repaired")
    void goesOn() throws Exception {
        Path failed = directory.resolve("failed.ndjson");
        BatchRan ran = run(
                "--sql",
                INSERT,
                "--rows",
                people(6000, 5000),
                "--continue-on-error",
                "--failed-rows",
                failed.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("Total 6000, succeeded 5999, failed 1, retried 0, not run 0");
        assertThat(ask("select count(*) from cli_people")).isEqualTo("5999");
        assertThat(failed)
                .hasContent("{\"sluice_row\":5000,\"sluice_problem\":\"row 5000, column 'age': is not a whole"
                        + " number\",\"id\":\"5000\",\"name\":\"Person 5000\",\"age\":\"old\"}");

        Files.writeString(failed, Files.readString(failed).replace("\"old\"", "50"));
        assertThat(run("--sql", INSERT, "--rows", failed.toString()).code()).isZero();
        assertThat(ask("select count(*) || ' ' || sum(id) from cli_people")).isEqualTo("6000 18003000");
    }

    @Test
    @DisplayName("with --json nothing is printed but the result")
    void json() throws Exception {
        BatchRan ran = run("--jobs", "100", "--workers", "2", "--json");

        JsonNode result = new ObjectMapper().readTree(String.join("\n", ran.out()));
        assertThat(ran.code()).isZero();
        assertThat(result.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(result.path("total").asInt()).isEqualTo(100);
        assertThat(result.path("elapsedNanos").asLong()).isPositive();
        assertThat(result.path("averageNanos").asLong())
                .isEqualTo(result.path("elapsedNanos").asLong() / 100);
    }

    @Test
    @DisplayName("with --resume continues at its last checkpoint, and does no job twice")
    void resume() throws Exception {
        String file = people(1000, 700);
        BatchRan first = run("--sql", INSERT, "--rows", file, "--resume", "cli-1", "--workers", "1");
        assertThat(first.code()).isEqualTo(1);
        Files.writeString(Path.of(file), Files.readString(Path.of(file)).replace("old", "70"));

        BatchRan second = run("--sql", INSERT, "--rows", file, "--resume", "cli-1", "--workers", "1");

        assertThat(second.code()).isZero();
        assertThat(second.out()).contains("600 of them were done before");
        assertThat(ask("select count(*) from cli_people")).isEqualTo("1000");
        assertThat(run("--sql", INSERT + " ", "--rows", file, "--resume", "cli-1", "--chunk", "10")
                        .out())
                .anyMatch(line -> line.contains("batch 'cli-1' has checkpoints with chunks of 100 jobs, not of 10"));
    }

    @Test
    @DisplayName("a missing requirement ends it with 2 and a line with the reason; no work begins")
    void notThere() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.csv"));
        Path broken = Files.write(directory.resolve("broken.csv"), new byte[] {'i', 'd', '\n', (byte) 0xc3, '\n'});
        for (List<String> each : List.of(
                List.of("there is no JDBC pool 'nope'; there are: default, reports", "--pool", "nope"),
                List.of("there is no handler 'nope'; there are: gated", "--handler", "nope"),
                List.of(
                        "column 'size' is missing; the file has: id, name, age",
                        "--sql",
                        "x :size",
                        "--rows",
                        people(3, 0)),
                List.of(empty + ": there is no header", "--sql", "x :id", "--rows", empty.toString()),
                List.of("row 1, column 'id': is not valid UTF-8", "--sql", "x :id", "--rows", broken.toString()),
                List.of(
                        directory + "/no.csv: there is no such file",
                        "--sql",
                        "x :id",
                        "--rows",
                        directory + "/no.csv"),
                List.of("more than one statement", "--sql", "x :id; y :id", "--rows", people(3, 0)))) {
            BatchRan ran = run(each.subList(1, each.size()).toArray(String[]::new));
            assertThat(ran.code()).as(each.toString()).isEqualTo(2);
            assertThat(ran.err().strip()).contains(each.get(0)).doesNotContain("\n");
            assertThat(ran.out()).isEmpty();
        }
    }

    @Test
    @DisplayName("a statement that the database does not take ends it before anything is written")
    void badStatement() throws Exception {
        BatchRan ran = run("--sql", "insert into cli_nowhere values (:id)", "--rows", people(3, 0));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .anyMatch(line -> line.startsWith("Stopped (Table \"CLI_NOWHERE\" not found), with 3 of 3"));
    }
}
