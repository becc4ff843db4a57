package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests do not have the classes of the benchmark, so this test compiles the one that it needs. */
@Tag("fast")
@DisplayName("A property of the benchmark")
class PropertyTest {

    private static final String NAME = "bench.of.this.test";

    @TempDir
    static Path classes;

    private static URLClassLoader loader;
    private static Class<?> property;

    @BeforeAll
    static void compile() throws Exception {
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "src/bench/java/dev/sluice/bench/Property.java");
        assertThat(status).isZero();
        loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
        property = loader.loadClass("dev.sluice.bench.Property");
    }

    @AfterAll
    static void close() throws IOException {
        loader.close();
    }

    @AfterEach
    void clear() {
        System.clearProperty(NAME);
    }

    @Test
    @DisplayName("without a value has its default, as Maven passes an empty text then")
    void absent() throws Exception {
        assertThat(number()).isEqualTo(50);
        System.setProperty(NAME, " ");
        assertThat(number()).isEqualTo(50);
        assertThat(flag()).isEqualTo(false);
        assertThat(names()).isEqualTo(List.of());
    }

    @Test
    @DisplayName("is read, with spaces around it")
    void read() throws Exception {
        System.setProperty(NAME, " 7 ");
        assertThat(number()).isEqualTo(7);
        System.setProperty(NAME, "true");
        assertThat(flag()).isEqualTo(true);
        System.setProperty(NAME, "free, spike,");
        assertThat(names()).isEqualTo(List.of("free", "spike"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0", "101", "-1", "1.5", "99999999999"})
    @DisplayName("with no number in its bounds is refused with property, rule and value")
    void wrongNumber(String value) throws Exception {
        System.setProperty(NAME, value);
        assertThat(number()).isEqualTo(NAME + " must be a whole number from 1 to 100; '" + value + "' is not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "TRUE"})
    @DisplayName("must be true or false, where it is a flag")
    void wrongFlag(String value) throws Exception {
        System.setProperty(NAME, value);
        assertThat(flag()).isEqualTo(NAME + " must be true or false; '" + value + "' is not");
    }

    @Test
    @DisplayName("with an unknown name is refused with all known names")
    void wrongName() throws Exception {
        System.setProperty(NAME, "free,fre");
        assertThat(names()).isEqualTo(NAME + " must be names separated by commas, of free and spike; 'fre' is not");
    }

    private static Object number() throws Exception {
        return call("number", new Class<?>[] {String.class, int.class, int.class, int.class}, NAME, 1, 100, 50);
    }

    private static Object flag() throws Exception {
        return call("flag", new Class<?>[] {String.class}, NAME);
    }

    private static Object names() throws Exception {
        Predicate<String> exists = List.of("free", "spike")::contains;
        return call(
                "names", new Class<?>[] {String.class, Predicate.class, String.class}, NAME, exists, "free and spike");
    }

    /** Returns the result, or the message of the refusal. */
    private static Object call(String method, Class<?>[] types, Object... arguments) throws Exception {
        Method called = property.getDeclaredMethod(method, types);
        called.setAccessible(true);
        try {
            return called.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).isInstanceOf(IllegalArgumentException.class);
            return e.getCause().getMessage();
        }
    }
}
