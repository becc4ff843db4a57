package dev.sluice.control.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.control.operation.OperationEntry.ParameterPlace;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.control.setting.PoolSetting;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.control.setting.SettingKeys;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("fast")
class OperationCatalogueTest {

    static Stream<OperationEntry> entries() {
        return OperationCatalogue.all().stream();
    }

    @ParameterizedTest
    @MethodSource("entries")
    @DisplayName("the examples of an entry make a command of the same name with the same parameters")
    void examples(OperationEntry entry) {
        Map<String, String> examples = new LinkedHashMap<>();
        entry.parameters().forEach(parameter -> examples.put(parameter.name(), parameter.example()));
        Command command = entry.command(examples);
        assertThat(command.name()).isEqualTo(entry.name());
        assertThat(command.parameters().keySet())
                .containsAll(entry.parameterNames().stream()
                        .map(name -> entry.place() == ParameterPlace.CREATE ? SettingKeys.of(name) : name)
                        .toList());
    }

    @Test
    @DisplayName("create-pool has every setting that a request may give as a parameter, and requires the URL")
    void settingsOfNewPools() {
        OperationEntry creation = OperationCatalogue.entry(OperationName.CREATE_POOL);

        List<String> names = SettingCatalogue.all().stream()
                .filter(PoolSetting::isForRequests)
                .<String>map(setting -> setting.spec().name())
                .toList();

        assertThat(creation.parameterNames())
                .contains("persist", "maxSize")
                .containsAll(names)
                .hasSize(names.size() + 1);
        assertThat(creation.parameters())
                .filteredOn(ValueSpec::isRequired)
                .extracting(ValueSpec::name)
                .isEqualTo(List.of("url"));
        assertThat(creation.parameter("password").orElseThrow().isSecret()).isTrue();
        assertThat(creation.parameterNames()).doesNotContain("initialSql", "driver");
    }

    @Test
    @DisplayName("create-pool takes a setting by its name in JSON or by its key, but not by both")
    void spellings() {
        OperationEntry creation = OperationCatalogue.entry(OperationName.CREATE_POOL);

        assertThat(creation.command(Map.of("url", "u", "maxSize", "5")).parameters())
                .isEqualTo(creation.command(Map.of("url", "u", "max-size", "5")).parameters())
                .containsEntry("max-size", "5");
        assertThatThrownBy(() -> creation.command(Map.of("url", "u", "maxSize", "5", "max-size", "6")))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("max-size");
        assertThatThrownBy(() -> OperationCatalogue.command(
                        "create-pool", "url", "u", "admission.failFast", "true", "admission.fail-fast", "true"))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("admission.fail-fast");
    }

    @Test
    @DisplayName("a parameter that is given twice is refused by its name, and is no setting of a pool")
    void twice() {
        assertThatThrownBy(() -> OperationCatalogue.command("reset", "force", "true", "force", "false"))
                .isExactlyInstanceOf(BadValue.class)
                .hasMessage("force is given twice");
    }

    @ParameterizedTest
    @MethodSource("entries")
    @DisplayName("an entry has a title, sentences and different parameters, of which no secret is in the query")
    void texts(OperationEntry entry) {
        assertThat(entry.title()).matches("[A-Z].*[^.]");
        assertThat(entry.description()).matches("(?s)[A-Z].*\\.");
        assertThat(new HashSet<>(entry.parameterNames())).hasSameSizeAs(entry.parameterNames());
        entry.parameters().forEach(parameter -> {
            assertThat(parameter.description()).matches("[A-Z].*\\.");
            assertThat(parameter.isSecret() && entry.place() == ParameterPlace.QUERY)
                    .as(parameter.name())
                    .isFalse();
        });
    }

    @Test
    @DisplayName("the documented default of a parameter is its default")
    void defaults() {
        for (OperationEntry entry : OperationCatalogue.all()) {
            entry.parameters().forEach(OperationCatalogueTest::assertDefault);
        }
    }

    private static <T> void assertDefault(ValueSpec<T> parameter) {
        String shown = parameter.shownDefault();
        if (parameter.otherwise() != null && shown != null) {
            assertThat(parameter.type().read(parameter.name(), shown)).isEqualTo(parameter.otherwise());
        }
    }

    @Test
    @DisplayName("each name and alias belongs to one operation, and each has a method name of its own")
    void names() {
        Map<String, String> owners = new HashMap<>();
        for (OperationEntry entry : OperationCatalogue.all()) {
            Stream.concat(Stream.of(entry.name()), entry.aliases().stream())
                    .forEach(name -> assertThat(owners.put(name, entry.name())).isNull());
            assertThat(OperationCatalogue.find(entry.name())).contains(entry);
        }
        assertThat(OperationCatalogue.find("warmup").map(OperationEntry::name)).contains("warm-up");
        Set<String> methods = new HashSet<>();
        OperationCatalogue.all()
                .forEach(entry -> assertThat(methods.add(entry.methodName())).isTrue());
        assertThat(methods).contains("warmUp", "resetStatistics", "switchEndpoint");
    }

    @Test
    @DisplayName("each operation that a pool names has an entry, and the entries have no other names")
    void everyOperation() throws IllegalAccessException {
        List<String> names = new ArrayList<>();
        for (Field constant : OperationName.class.getFields()) {
            names.add(constant.get(null).toString());
        }
        assertThat(OperationCatalogue.names()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    @DisplayName("an undeclared parameter is refused with the names of the declared ones")
    void strangers() {
        OperationEntry reset = OperationCatalogue.find("reset").orElseThrow();
        assertThatThrownBy(() -> reset.command(Map.of("forced", "true")))
                .hasMessage("forced is no parameter of reset; known: force");
    }

    @Test
    @DisplayName("each password is declared as a secret, on which the command line relies")
    void passwords() {
        assertThat(OperationCatalogue.all().stream()
                        .flatMap(entry -> entry.parameters().stream())
                        .filter(parameter -> parameter.name().equals("password")))
                .hasSizeGreaterThan(2)
                .allMatch(ValueSpec::isSecret);
    }

    @Test
    @DisplayName("a required parameter that is missing is refused by its name, and a secret is never shown")
    void missingAndSecret() {
        OperationEntry flush = OperationCatalogue.find("flush").orElseThrow();
        assertThatThrownBy(() -> flush.command(Map.of())).hasMessageStartingWith("mode must be given");
        OperationEntry rotate = OperationCatalogue.find("rotate-credentials").orElseThrow();
        assertThat(rotate.command(Map.of("password", "tr0ub4dor")).toString()).doesNotContain("tr0ub4dor");
        assertThat(List.of(rotate.parameter("password").orElseThrow().isSecret()))
                .containsExactly(true);
    }
}
