package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.FakeTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Rows that are sent")
@Tag("fast")
class BatchUploadTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long MANY = 100_000_000;

    private final FakeTime time = new FakeTime();

    @TempDir
    Path directory;

    private static InputStream breaking(Exception e) {
        return new InputStream() {

            @Override
            public int read() throws IOException {
                if (e instanceof IOException broken) {
                    throw broken;
                }
                throw (RuntimeException) e;
            }
        };
    }

    @Test
    @DisplayName("are decoded as their Content-Type declares, and refused with 415 if the charset is not known")
    void charset() {
        assertThat(BatchUpload.charset("text/csv")).isEqualTo(StandardCharsets.UTF_8);
        assertThat(BatchUpload.charset("text/csv; charset=\"iso-8859-1\"")).isEqualTo(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> BatchUpload.charset("text/csv; charset=klingon"))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.type().status()).isEqualTo(415);
                    assertThat(refusal.getMessage())
                            .isEqualTo("the charset 'klingon' is not known here: send the rows as UTF-8");
                });
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("are refused with 507 where the disk is full, and leave nothing")
    void fullDisk() throws Exception {
        Path file = Files.createSymbolicLink(directory.resolve("rows"), Path.of("/dev/full"));

        assertThatThrownBy(() -> BatchUpload.receive(new ByteArrayInputStream(new byte[11]), file, 100, SECOND, time))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.type().status()).isEqualTo(507));
        assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    @DisplayName("leave no file if they are too many or break off, and name none")
    void leaveNothing() {
        Path file = directory.resolve("rows");
        assertThatThrownBy(() -> BatchUpload.receive(new ByteArrayInputStream(new byte[11]), file, 10, SECOND, time))
                .hasMessageContaining("10 bytes at most");
        assertThat(file).doesNotExist();
        assertThatThrownBy(
                        () -> BatchUpload.receive(breaking(new IOException(file.toString())), file, 10, SECOND, time))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining(file.toString());
        assertThat(file).doesNotExist();
        assertThatThrownBy(
                        () -> BatchUpload.receive(breaking(new IllegalStateException("gone")), file, 10, SECOND, time))
                .hasMessage("gone");
        assertThat(file).doesNotExist();
    }

    @Test
    @DisplayName("B4 are refused with 408 if they arrive too slowly, and leave no file")
    void slow() {
        Path file = directory.resolve("rows");
        assertThatThrownBy(() -> BatchUpload.receive(dripping(BatchUpload.LEAST_BYTES / 10), file, MANY, SECOND, time))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.type().status()).isEqualTo(408));
        assertThat(file).doesNotExist();
    }

    @Test
    @DisplayName("B4 may take any time while enough of their bytes arrive in each second")
    void steady() {
        Path file = directory.resolve("rows");
        BatchUpload.receive(dripping(BatchUpload.LEAST_BYTES / 4), file, MANY, SECOND, time);
        assertThat(file).hasSize(25L * (BatchUpload.LEAST_BYTES / 4));
    }

    /** A body of 25 parts, one each fifth of a second. */
    private InputStream dripping(int part) {
        return new InputStream() {

            private int parts;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                time.advance(SECOND.dividedBy(5));
                return parts++ < 25 ? part : -1;
            }
        };
    }
}
