package dev.sluice.batch.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file of lines")
@Tag("fast")
class WholeLinesTest {

    @TempDir
    Path directory;

    /** A file on a disk that has place for so many bytes. */
    private static SeekableByteChannel full(Path file, int capacity) throws IOException {
        SeekableByteChannel real = Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return (SeekableByteChannel) Proxy.newProxyInstance(
                WholeLinesTest.class.getClassLoader(),
                new Class<?>[] {SeekableByteChannel.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("write")) {
                        return write(real, (ByteBuffer) arguments[0], capacity);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static int write(SeekableByteChannel real, ByteBuffer bytes, int capacity) throws IOException {
        int place = (int) (capacity - real.position());
        if (place == 0) {
            throw new IOException("No space left on device");
        }
        ByteBuffer part = bytes.slice();
        part.limit(Math.min(place, part.limit()));
        int written = real.write(part);
        bytes.position(bytes.position() + written);
        return written;
    }

    @Test
    @DisplayName("ends with the last whole line where the disk is full")
    void fullDisk() throws Exception {
        Path file = directory.resolve("lines");
        try (WholeLines lines = new WholeLines(full(file, 15))) {
            lines.add("first");
            lines.flush();
            lines.add("next");
            lines.add("the last one");

            assertThatThrownBy(lines::flush).hasMessage("No space left on device");
            assertThat(Files.readString(file)).isEqualTo("first\nnext\n");
        }
    }
}
