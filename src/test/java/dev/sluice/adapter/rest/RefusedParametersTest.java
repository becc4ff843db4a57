package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationEntry.ParameterPlace;
import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.store.Target;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("fast")
class RefusedParametersTest {

    /** Texts of which each type of value refuses at least one. */
    private static Stream<String> bad() {
        return Stream.of("max", " ");
    }

    static Stream<Arguments> parameters() {
        return OperationCatalogue.all().stream()
                .filter(entry -> entry.place() != ParameterPlace.CREATE)
                .flatMap(entry -> entry.parameters().stream().map(spec -> Arguments.of(entry, spec)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("parameters")
    @DisplayName("A refused value of any parameter of any operation is answered with the name of that parameter")
    void everyParameter(OperationEntry entry, ValueSpec<?> spec) {
        Map<String, String> given = examples(entry);
        given.put(
                spec.name(),
                bad().filter(text -> spec.type().parse(text) == null)
                        .findFirst()
                        .orElseThrow());
        assertNames(spec.name(), () -> entry.command(given));
    }

    @Test
    @DisplayName("A missing or unknown parameter is answered with its name")
    void missingAndUnknown() {
        OperationCatalogue.all().stream()
                .filter(entry -> entry.place() != ParameterPlace.CREATE)
                .forEach(entry -> {
                    assertNames("maxx", () -> entry.command(Map.of("maxx", "1")));
                    entry.parameters().stream().filter(ValueSpec::isRequired).forEach(spec -> {
                        Map<String, String> given = examples(entry);
                        given.remove(spec.name());
                        assertNames(spec.name(), () -> entry.command(given));
                    });
                });
    }

    @Test
    @DisplayName("A value that Java code gives is refused with the name of the parameter of the operation")
    void valuesFromJava() {
        Duration past = Duration.ofSeconds(-1);
        assertNames("olderThan", () -> new Selector(past, null, null));
        assertNames("idleFor", () -> new Selector(null, past, null));
        assertNames("name", () -> new Selector(null, null, " "));
        assertNames("tenant", () -> new Selector(null, null, null, Map.of(), " ", null, null));
        assertNames("generationBefore", () -> new Selector(null, null, null, Map.of(), null, -1L, null));
        assertNames("holder", () -> new LeaseSelector(null, null, Map.of(), null, " "));
        assertNames("heldFor", () -> new LeaseSelector(null, past, Map.of(), null, null));
        assertNames("atOnce", () -> new Pace(0, 0, 0));
        assertNames("perSecond", () -> new Pace(1, Double.NaN, 0));
        assertNames("mostFailures", () -> new Pace(1, 0, -1));
        assertNames("username", () -> new Target(null, "a\0b", null, false));
        assertNames("password", () -> new Target(null, null, "a\0b", false));
    }

    /** Returns the example of each parameter. */
    private static Map<String, String> examples(OperationEntry entry) {
        Map<String, String> given = new LinkedHashMap<>();
        entry.parameters().forEach(spec -> given.put(spec.name(), spec.example()));
        return given;
    }

    private static void assertNames(String parameter, ThrowingCallable order) {
        BadValue refused = catchThrowableOfType(BadValue.class, order);
        assertThat(refused.name()).isEqualTo(parameter);
        assertThat(Refusal.of(refused).json("/")).containsEntry("parameter", parameter);
    }
}
