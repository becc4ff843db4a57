package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * Classes of the benchmark, compiled for a test: the class path of the tests does not have them. Only those that need no
 * library can be compiled.
 */
final class BenchClasses implements AutoCloseable {

    static final Path SOURCES = Path.of("src/bench/java/dev/sluice/bench");

    private static final String PACKAGE = "dev.sluice.bench.";

    private final Path directory;
    private final URLClassLoader loader;

    private BenchClasses(Path directory) throws IOException {
        this.directory = directory;
        this.loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, null);
    }

    /** Compiles the types, and those that they use, into the directory. */
    static BenchClasses compile(Path directory, String... types) throws IOException {
        List<Path> files = Arrays.stream(types)
                .map(type -> SOURCES.resolve(type + ".java"))
                .toList();
        return compile(directory, files);
    }

    /** Compiles the files, and the types of the benchmark that they use, into the directory. */
    static BenchClasses compile(Path directory, List<Path> files) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-sourcepath", "src/bench/java", "-d", directory.toString()));
        files.forEach(file -> arguments.add(file.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .as("status of the compiler")
                .isZero();
        return new BenchClasses(directory);
    }

    /** Returns the directory of the class files. */
    Path directory() {
        return directory;
    }

    Class<?> type(String name) throws ClassNotFoundException {
        return loader.loadClass(PACKAGE + name);
    }

    /** Returns a new object of the type, which has one constructor. */
    Object create(String type, Object... arguments) throws Exception {
        Constructor<?> constructor = type(type).getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.newInstance(arguments);
    }

    /** Calls the static method of that name. */
    Object callStatic(String type, String method, Object... arguments) throws Exception {
        return call(type(type), null, method, arguments);
    }

    /** Calls the method of that name. Throws what the method throws. */
    static Object call(Object target, String method, Object... arguments) throws Exception {
        return call(target.getClass(), target, method, arguments);
    }

    private static Object call(Class<?> type, Object target, String method, Object... arguments) throws Exception {
        Method found = Arrays.stream(type.getDeclaredMethods())
                .filter(each -> each.getName().equals(method) && each.getParameterCount() == arguments.length)
                .findFirst()
                .orElseThrow();
        found.setAccessible(true);
        try {
            return found.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
