package dev.sluice.adapter.quarkus;

import dev.sluice.control.operation.PoolPlan;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.control.setting.PoolSetting;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.value.BadValue;
import dev.sluice.value.GivenText;
import dev.sluice.value.ShownUrl;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The pools that were created at run time and are created again after a restart: a file of properties, with the keys of
 * a configuration. The file is replaced as a whole, so that it is never incomplete, and contains no passwords.
 * Thread-safe.
 */
@Singleton
public class KeptPools {

    private static final Pattern KEY = Pattern.compile("sluice\\.pools\\.(?:\"([^\"]+)\"|([A-Za-z0-9_-]+))\\.(.+)");

    private static final String URL = "url";
    private static final String REMEDY = "; set secret, a name under sluice.secrets, instead";
    private static final String HAS_HIDDEN_PARTS = "would be stored in a file with parts that may be secrets" + REMEDY
            + ", and let the URL have hosts, a database and the parameters that REFERENCE.md lists";

    /** The settings that the file keeps beside the rules of the gate, because a request may have no other. */
    private static final Set<String> KEPT = SettingCatalogue.all().stream()
            .filter(PoolSetting::isForRequests)
            .filter(setting -> !setting.spec().isSecret())
            .map(PoolSetting::key)
            .collect(Collectors.toUnmodifiableSet());

    private final SluiceConfig config;

    /** The pools in the file at the start of the application. */
    private final Map<String, PoolMapping> pools = new LinkedHashMap<>();

    private final Map<String, PoolPlan> plans; // Guarded by this

    KeptPools(SluiceConfig config) {
        this.config = config;
        this.plans = read();
        plans.forEach((name, plan) -> pools.put(name, settings(plan)));
    }

    private static PoolMapping settings(PoolPlan plan) {
        try {
            return PlanReader.read(plan);
        } catch (BadSetting e) {
            throw refused(plan.name(), e);
        }
    }

    /** Returns the report of an invalid setting of a kept pool. */
    static BadConfiguration refused(String pool, BadValue refusal) {
        return new BadConfiguration(PoolSettings.prefix(pool), refusal, "sluice.pools-file");
    }

    /** Returns the plan of a kept pool. */
    synchronized PoolPlan plan(String name) {
        return Objects.requireNonNull(plans.get(name));
    }

    /** Returns the pools that the file had at the start of the application, by name. */
    Map<String, PoolMapping> pools() {
        return pools;
    }

    /**
     * Checks that the pool can be kept.
     *
     * @throws BadSetting if no file is configured, or the file would contain a password
     */
    void check(PoolPlan plan) {
        if (config.poolsFile().isEmpty()) {
            throw new BadSetting("persist", "needs sluice.pools-file, the file that keeps the pools", "'true'");
        }
        plan.settings().keySet().stream()
                .filter(key -> !isKept(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new BadSetting(GivenText.name(key), "would be stored in a file" + REMEDY);
                });
        String url = plan.settings().get(URL);
        if (url != null && !ShownUrl.read(url).hidden().isEmpty()) {
            throw new BadSetting(URL, HAS_HIDDEN_PARTS);
        }
    }

    private static boolean isKept(String key) {
        return KEPT.contains(key) || key.startsWith("admission.") || key.startsWith("policy.");
    }

    /** Adds a pool to the file. */
    synchronized void add(PoolPlan plan) throws IOException {
        Map<String, PoolPlan> after = new TreeMap<>(plans);
        after.put(plan.name(), plan);
        write(after);
        plans.put(plan.name(), plan);
    }

    /** Removes a pool from the file. */
    synchronized void remove(String name) throws IOException {
        Map<String, PoolPlan> after = new TreeMap<>(plans);
        if (after.remove(name) != null) {
            write(after);
            plans.remove(name);
        }
    }

    private Map<String, PoolPlan> read() {
        Path file = config.poolsFile().orElse(null);
        if (file == null || Files.notExists(file)) {
            return new TreeMap<>();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadConfiguration("sluice.pools-file cannot be read: " + file + " (" + e + ")");
        }
        Map<String, Map<String, String>> settings = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            Matcher parts = KEY.matcher(key);
            if (!parts.matches()) {
                throw new BadConfiguration("sluice.pools-file has an unknown setting: " + GivenText.name(key));
            }
            String name = parts.group(1) == null ? parts.group(2) : parts.group(1);
            settings.computeIfAbsent(name, any -> new HashMap<>())
                    .put(String.valueOf(parts.group(3)), properties.getProperty(key));
        }
        Map<String, PoolPlan> read = new TreeMap<>();
        settings.forEach((name, own) -> read.put(name, new PoolPlan(name, own, true)));
        return read;
    }

    private void write(Map<String, PoolPlan> all) throws IOException {
        Path file = config.poolsFile().orElseThrow().toAbsolutePath();
        Path next =
                Files.createTempFile(file.getParent(), file.getFileName().toString(), ".next"); // for its owner only
        try {
            Files.writeString(next, text(all));
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static String text(Map<String, PoolPlan> all) {
        Properties properties = new Properties();
        all.forEach((name, plan) ->
                plan.settings().forEach((key, value) -> properties.put(PoolSettings.prefix(name) + key, value)));
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .collect(Collectors.joining("\n", "# Pools that were created while the service ran.\n", "\n"));
    }
}
