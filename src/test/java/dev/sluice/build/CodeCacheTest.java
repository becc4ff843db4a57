package dev.sluice.build;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A JVM that has only its first compiler reserves 48 MB for compiled code instead of 240 MB. Maven compiles with Error
 * Prone, waits for all tests and then builds the application in one JVM; when its code cache is full, the build ends with
 * a {@code VirtualMachineError}.
 */
@Tag("fast")
class CodeCacheTest {

    private static final Pattern FIRST_COMPILER_ALONE =
            Pattern.compile("TieredStopAtLevel=1(?! -XX:ReservedCodeCacheSize=)");

    @ParameterizedTest
    @ValueSource(strings = {".mvn/jvm.config", "pom.xml", ".ci/run"})
    void aJvmWithTheFirstCompilerAloneReservesEnoughForItsCode(String file) throws IOException {
        String options;
        try (var lines = Files.lines(Path.of(file))) {
            options = lines.map(String::strip).collect(joining(" "));
        }
        assertThat(options).contains("TieredStopAtLevel=1");
        assertThat(FIRST_COMPILER_ALONE.matcher(options).results()).isEmpty();
    }
}
