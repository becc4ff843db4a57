package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import dev.sluice.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
@DisplayName("A batch whose process is killed")
@Tag("service")
class KilledBatchTest {

    private static final int ROWS = 5_000;
    private static final int KILLS = 5;
    private static final String CHUNKS = "select count(*) from sluice_batch_chunk where batch = 'killed'";

    @TempDir
    Path directory;

    @Test
    @DisplayName("five times at random, and begun again each time, has each row once")
    void eachRowOnce() throws Exception {
        Path rows = Files.write(
                directory.resolve("rows.csv"),
                Stream.concat(
                                Stream.of("id,name"),
                                IntStream.rangeClosed(1, ROWS).mapToObj(i -> i + ",Row " + i))
                        .toList());
        Random random = new Random(6);
        try (PostgresServer server = PostgresServer.start()) {
            try (BatchPool pool = BatchPool.on(server, 1)) {
                pool.execute("create table batch_killed (id bigint, name text)");
            }
            for (int kill = 0; kill < KILLS; kill++) {
                Process process = BatchProcess.start(server.url(), server.user(), server.password(), rows);
                long enough = done(server) + 1 + random.nextInt(60);
                Await.until("it does some more", () -> done(server) >= enough || !process.isAlive());
                process.destroyForcibly().waitFor();
                assertThat(process.exitValue()).as("killed, and not ended").isNotIn(0, 1);
            }
            assertThat(done(server)).isLessThan(ROWS / BatchProcess.CHUNK);

            Process last = BatchProcess.start(server.url(), server.user(), server.password(), rows);

            assertThat(last.waitFor(2, TimeUnit.MINUTES)).isTrue();
            String output = Files.readString(directory.resolve("output"));
            assertThat(last.exitValue()).as(output).isZero();
            assertThat(output).contains("succeeded=" + ROWS + ", failed=0");
            assertThat(server.ask("select count(*) || ' ' || count(distinct id) || ' ' || sum(id) from batch_killed"))
                    .isEqualTo(ROWS + " " + ROWS + " " + (long) ROWS * (ROWS + 1) / 2);
        }
    }

    private static long done(PostgresServer server) {
        try {
            boolean isThere = server.ask("select to_regclass('sluice_batch_chunk') is not null")
                    .equals("t");
            return isThere ? Long.parseLong(server.ask(CHUNKS)) : 0;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
