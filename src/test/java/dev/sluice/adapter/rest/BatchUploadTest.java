package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Rows that are sent")
class BatchUploadTest {

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
    @EnabledOnOs(OS.LINUX)
    @DisplayName("are refused with 507 where the disk is full, and leave nothing")
    void fullDisk() throws Exception {
        Path file = Files.createSymbolicLink(directory.resolve("rows"), Path.of("/dev/full"));

        assertThatThrownBy(() -> BatchUpload.receive(new ByteArrayInputStream(new byte[11]), file, 100))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.getStatusCode()).isEqualTo(507));
        assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    @DisplayName("leave no file if they are too many, or break off in whatever way, and name none")
    void leaveNothing() {
        Path file = directory.resolve("rows");
        assertThatThrownBy(() -> BatchUpload.receive(new ByteArrayInputStream(new byte[11]), file, 10))
                .hasMessageContaining("10 bytes at most");
        assertThat(file).doesNotExist();
        assertThatThrownBy(() -> BatchUpload.receive(breaking(new IOException(file.toString())), file, 10))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining(file.toString());
        assertThat(file).doesNotExist();
        assertThatThrownBy(() -> BatchUpload.receive(breaking(new IllegalStateException("gone")), file, 10))
                .hasMessage("gone");
        assertThat(file).doesNotExist();
    }
}
