package dev.sluice.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.control.BatchSetting;
import dev.sluice.batch.control.BatchSettings;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.setting.PoolSetting;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.pool.ConfigSettings;
import dev.sluice.pool.operation.Pace;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class DeclaredBoundsTest {

    private static final Pattern RANGE = Pattern.compile("\\d+ ?(to|–|or more)( ?\\d+)?");

    @Test
    @DisplayName("No description repeats the bounds of a value, because the texts for users are derived from the type")
    void descriptions() {
        Stream<ValueSpec<?>> operations =
                OperationCatalogue.all().stream().flatMap(entry -> entry.parameters().stream());
        Stream<ValueSpec<?>> settings = SettingCatalogue.all().stream().map(PoolSetting::spec);
        Stream<ValueSpec<?>> batches = BatchSettings.all().stream().map(BatchSetting::spec);
        Stream.of(operations, settings, batches)
                .flatMap(specs -> specs)
                .forEach(spec -> assertThat(spec.description()).as(spec.name()).doesNotContainPattern(RANGE));
    }

    @Test
    @DisplayName("The sizes of a resize have the bounds of a pool")
    void sizes() {
        assertThat(type("resize", "max")).isSameAs(ConfigSettings.MAX_SIZE.type());
        assertThat(type("resize", "min")).isSameAs(ConfigSettings.MIN_SIZE.type());
        assertThat(type("fill", "target")).isSameAs(ConfigSettings.MIN_SIZE.type());
    }

    private static ValueType<?> type(String operation, String parameter) {
        return OperationCatalogue.find(operation)
                .flatMap(entry -> entry.parameter(parameter))
                .orElseThrow()
                .type();
    }

    @Test
    @DisplayName("A value of Java code is refused at the same bounds, and with the same rule, as a text")
    void javaValues() {
        assertThatThrownBy(() -> Pace.AT_ONCE.read("atOnce", "1001"))
                .hasMessage("atOnce must be a whole number from 1 to 1000: '1001'");
        assertThatThrownBy(() -> new Pace(1001, 0, 0)).hasMessage("atOnce must be a whole number from 1 to 1000: 1001");
        assertThatCode(() -> new Pace(1000, 1000, 1000)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Values.DURATION.check("patience", Duration.ofDays(36_501)))
                .hasMessageStartingWith("patience must be a duration from 0 s to 36500 days");
        assertThatCode(() -> Values.DURATION.check("patience", Values.LONGEST)).doesNotThrowAnyException();
    }
}
