package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.control.operation.PoolPlan;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.value.BadValue;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Pools that are created while the service runs, and are to be there again,")
@Tag("fast")
class KeptPoolsTest {

    @TempDir
    private Path directory;

    private static KeptPools open(Map<String, String> properties) {
        return new KeptPools(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SluiceConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(SluiceConfig.class));
    }

    private Path file() {
        return directory.resolve("pools.properties");
    }

    private KeptPools open() {
        return open(Map.of("sluice.pools-file", file().toString()));
    }

    private static PoolPlan plan(String name, Map<String, String> settings) {
        return new PoolPlan(name, settings, true);
    }

    @Test
    @DisplayName("are read from the file at the next start, as they were given")
    void readAgain() throws IOException {
        Map<String, String> settings = Map.of(
                "url", "jdbc:h2:mem:a=b;X=\\c", "max-size", "7", "acquisition-timeout", "2s", "secret", "orders");
        open().add(plan("orders", settings));
        open().add(plan("a.b", Map.of("url", "jdbc:h2:mem:ab", "admission.tenants.\"x.y\".cap", "3")));
        KeptPools again = open();
        assertThat(again.pools()).containsOnlyKeys("orders", "a.b");
        PoolMapping orders = again.pools().get("orders");
        assertThat(orders.url()).contains("jdbc:h2:mem:a=b;X=\\c");
        assertThat(orders.maxSize()).hasValue("7");
        assertThat(orders.acquisitionTimeout()).contains("2s");
        assertThat(orders.secret()).contains("orders");
        assertThat(again.pools().get("a.b").admission().tenants().get("x.y").cap())
                .contains("3");
        again.remove("orders");
        again.remove("nope");
        assertThat(open().pools()).containsOnlyKeys("a.b");
        assertThat(directory).isDirectoryNotContaining("glob:**.next");
    }

    @Test
    @DisplayName("are in a file that only its owner can read")
    @DisabledOnOs(OS.WINDOWS) // its file systems have no POSIX permissions
    void readable() throws IOException {
        open().add(plan("orders", Map.of("url", "jdbc:h2:mem:x")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    @DisplayName("have no password in that file, in any setting")
    void noPassword() {
        KeptPools kept = open();
        for (Map.Entry<String, String> setting : Map.of(
                        "password", "hunter2",
                        "url", "jdbc:postgresql://db/x?password=hunter2",
                        "driver-properties.sslpassword", "hunter2",
                        "initial-sql", "set app.token = 'hunter2'")
                .entrySet()) {
            assertThatThrownBy(() -> kept.check(plan("orders", Map.of(setting.getKey(), setting.getValue()))))
                    .isInstanceOfSatisfying(
                            BadSetting.class, bad -> assertThat(bad.name()).isEqualTo(setting.getKey()))
                    .hasMessageContaining("sluice.secrets")
                    .hasMessageNotContaining("hunter2");
        }
        kept.check(plan("orders", Map.of("url", "jdbc:postgresql://db/x", "secret", "orders")));
    }

    @Test
    @DisplayName("need a file")
    void noFile() {
        KeptPools kept = open(Map.of());
        assertThat(kept.pools()).isEmpty();
        assertThatThrownBy(() -> kept.check(plan("orders", Map.of("url", "jdbc:h2:mem:x"))))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("persist needs sluice.pools-file");
    }

    @Test
    @DisplayName("are refused with their key and their file if a setting in the file is unknown")
    void unknownSetting() throws IOException {
        Files.writeString(file(), "sluice.pools.orders.colour=red\n");
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        BadConfiguration.class,
                        bad -> assertThat(bad.refusal())
                                .extracting(BadValue::name)
                                .isEqualTo("colour"))
                .hasMessage("sluice.pools.orders.colour is no setting of a pool (in sluice.pools-file)");
    }

    @Test
    @DisplayName("stay as they were if the file cannot be written")
    void notWritten() throws IOException {
        Files.createDirectory(directory.resolve("nowhere"));
        KeptPools kept = open(Map.of(
                "sluice.pools-file",
                directory.resolve("nowhere/pools.properties").toString()));
        Files.delete(directory.resolve("nowhere"));
        assertThatThrownBy(() -> kept.add(plan("orders", Map.of("url", "jdbc:h2:mem:x"))))
                .isInstanceOf(IOException.class);
        Files.createDirectory(directory.resolve("nowhere"));
        kept.add(plan("other", Map.of("url", "jdbc:h2:mem:y")));
        assertThat(open(Map.of(
                                "sluice.pools-file",
                                directory.resolve("nowhere/pools.properties").toString()))
                        .pools())
                .containsOnlyKeys("other");
    }

    @Test
    @DisplayName("refuse the start if the file makes no sense, with its key")
    void malformed() throws IOException {
        for (String line : new String[] {
            "something=else", "sluice.pools.orders.max-size=many", "sluice.pools.orders.colour=red", "a=\\u00zz"
        }) {
            Files.writeString(file(), line);
            assertThatThrownBy(this::open)
                    .isInstanceOf(BadConfiguration.class)
                    .hasMessageContaining("sluice.pools-file");
        }
    }
}
