package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Keys are documented in tables whose first column is headed {@code Key (`prefix`)}. A key that begins with a dot stands
 * for the one before it with its last part replaced.
 */
@DisplayName("F4 The tables of keys in the documentation")
@Tag("fast")
class DocumentedKeysTest {

    private static final Pattern HEADER = Pattern.compile("\\| Key \\(`([^`]+)`\\) \\|.*");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    @DisplayName("name the keys that are read, all of them and no others")
    void complete() throws IOException {
        assertThat(documented()).isEqualTo(read());
    }

    private static Set<String> read() {
        Set<String> keys = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter(Set.of(new ImportOption.DoNotIncludeTests()))
                .importPackages("dev.sluice.adapter")) {
            if (type.isAnnotatedWith(ConfigMapping.class)) {
                Class<?> mapping = type.reflect();
                group(mapping, mapping.getAnnotation(ConfigMapping.class).prefix(), keys);
            }
        }
        return keys;
    }

    private static void group(Class<?> group, String prefix, Set<String> keys) {
        for (Method setting : group.getDeclaredMethods()) {
            if (!setting.isSynthetic()) {
                value(setting.getGenericReturnType(), prefix + "." + kebab(setting.getName()), keys);
            }
        }
    }

    private static void value(Type type, String key, Set<String> keys) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            value(generic.getActualTypeArguments()[1], key + ".<name>", keys);
        } else if (type instanceof ParameterizedType generic) {
            value(generic.getActualTypeArguments()[0], key, keys);
        } else if (type instanceof Class<?> group && group.getName().startsWith("dev.sluice.") && group.isInterface()) {
            group(group, key, keys);
        } else {
            keys.add(key);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Set<String> documented() throws IOException {
        Set<String> keys = new TreeSet<>();
        keysOf(Path.of("README.md"), keys);
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".md")).toList()) {
                keysOf(file, keys);
            }
        }
        return keys;
    }

    private static void keysOf(Path file, Set<String> keys) throws IOException {
        String prefix = "";
        for (String line : Files.readAllLines(file)) {
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                prefix = header.group(1);
            } else if (!line.startsWith("|")) {
                prefix = "";
            } else if (!prefix.isEmpty()) {
                row(line.split("\\|")[1], prefix, keys);
            }
        }
    }

    private static void row(String cell, String prefix, Set<String> keys) {
        Matcher code = CODE.matcher(cell);
        String before = "";
        while (code.find()) {
            String key = code.group(1);
            key = key.startsWith(".") ? before.substring(0, before.lastIndexOf('.')) + key : key;
            keys.add(prefix + key.replaceAll("<[a-z]+>", "<name>"));
            before = key;
        }
    }
}
