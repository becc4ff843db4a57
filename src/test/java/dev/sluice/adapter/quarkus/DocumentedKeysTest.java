package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sluice.pool.ConfigSettings;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.tcp.TcpPool;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
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

    @Test
    @DisplayName("name the default of each key that has one, as the code declares it")
    void defaults() throws Exception {
        Map<String, String> documented = new TreeMap<>();
        rows((cell, keys) -> keys.forEach(key -> documented.put(key, defaultOf(cell, keys, key))));
        Map<String, Default> declared = new TreeMap<>();
        defaults(SluiceConfig.class, "sluice", declared);
        endpoints(declared);
        Properties ofService = new Properties();
        try (InputStream file = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            ofService.load(file);
        }
        assertThat(declared).hasSizeGreaterThan(25).containsKey("sluice.http.limits.body-timeout");
        declared.forEach((key, value) -> {
            String expected = ofService.getProperty(key, value.text());
            String text = String.valueOf(documented.get(key));
            assertThat(value.read().apply(text))
                    .as(key + " = " + text)
                    .isEqualTo(value.read().apply(expected));
        });
    }

    /**
     * The default of a key.
     *
     * @param text the text in the code
     * @param read returns the value of a text
     */
    private record Default(String text, Function<String, Object> read) {}

    /** Adds the defaults that annotations declare. */
    private static void defaults(Class<?> group, String prefix, Map<String, Default> declared)
            throws ReflectiveOperationException {
        for (Method setting : group.getMethods()) {
            String key = prefix + "." + kebab(setting.getName());
            WithDefault value = setting.getAnnotation(WithDefault.class);
            Type type = setting.getGenericReturnType();
            if (value != null) {
                WithConverter converter = setting.getAnnotation(WithConverter.class);
                Converter<?> reader = converter == null
                        ? text -> text
                        : converter.value().getConstructor().newInstance();
                declared.put(key, new Default(value.value(), reader::convert));
            } else if (type instanceof ParameterizedType generic
                    && generic.getRawType() == Map.class
                    && generic.getActualTypeArguments()[1] instanceof Class<?> inner
                    && inner.isInterface()) {
                defaults(inner, key + ".<name>", declared);
            } else if (type instanceof Class<?> inner && inner.isInterface() && inner != Map.class) {
                defaults(inner, key, declared);
            }
        }
    }

    /** Adds the defaults that the builder of TCP pools and the settings of every pool declare. */
    private static void endpoints(Map<String, Default> declared) throws ReflectiveOperationException {
        Object builder = TcpPool.builder();
        for (Method setting : EndpointMapping.class.getDeclaredMethods()) {
            String name = setting.getName();
            if (setting.getReturnType() == Optional.class) {
                Optional<ValueSpec<?>> ofEveryPool = ConfigSettings.all().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst();
                Object value = ofEveryPool.<Object>map(ValueSpec::otherwise).orElse(null);
                if (value == null) {
                    Field field = builder.getClass().getDeclaredField(name);
                    field.setAccessible(true);
                    value = field.get(builder);
                }
                Function<String, Object> read = value instanceof Duration ? Values.DURATION::parse : text -> text;
                declared.put("sluice.endpoints.<name>." + kebab(name), new Default(String.valueOf(value), read));
            }
        }
    }

    /** Returns the documented default of one of the keys of a row, which has one for all keys, or one for each. */
    private static String defaultOf(String cell, List<String> keys, String key) {
        String[] parts = cell.replace("`", "").strip().split(", ");
        return parts.length == keys.size() ? parts[keys.indexOf(key)].strip() : String.join(", ", parts);
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
        String policies = "sluice.pools.<name>.policy.";
        if (keys.remove(policies + "<name>.<name>")) {
            PoolPolicies.DECLARATIONS.forEach(
                    policy -> policy.rules().forEach(rule -> keys.add(policies + policy.key() + "." + rule.key())));
        }
        return keys;
    }

    private static void group(Class<?> group, String prefix, Set<String> keys) {
        for (Method setting : group.getMethods()) {
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
        rows((defaults, ofRow) -> keys.addAll(ofRow));
        return keys;
    }

    /** Passes on the second cell and the keys of each row of a table of keys. */
    private static void rows(BiConsumer<String, List<String>> row) throws IOException {
        rowsOf(Path.of("README.md"), row);
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".md")).toList()) {
                rowsOf(file, row);
            }
        }
    }

    private static void rowsOf(Path file, BiConsumer<String, List<String>> row) throws IOException {
        String prefix = "";
        for (String line : Files.readAllLines(file)) {
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                prefix = header.group(1);
            } else if (!line.startsWith("|")) {
                prefix = "";
            } else if (!prefix.isEmpty() && !line.startsWith("|---")) {
                String[] cells = line.split("\\|");
                row.accept(cells[2], keys(cells[1], prefix));
            }
        }
    }

    private static List<String> keys(String cell, String prefix) {
        List<String> keys = new ArrayList<>();
        Matcher code = CODE.matcher(cell);
        String before = "";
        while (code.find()) {
            String key = code.group(1);
            key = key.startsWith(".") ? before.substring(0, before.lastIndexOf('.')) + key : key;
            keys.add(prefix + key.replaceAll("<[a-z]+>", "<name>"));
            before = key;
        }
        return keys;
    }
}
