package dev.sluice.batch.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The declared settings of a batch")
@Tag("fast")
class BatchSettingsTest {

    /** Settings that say something about rows, and are read only where there are some. */
    private static final List<String> WITH_ROWS = List.of("fromQuery", "fromPool", "delimiter", "null");

    static Stream<BatchSetting<?>> settings() {
        return BatchSettings.all().stream();
    }

    @Test
    @DisplayName("have names of their own, and surfaces that take them")
    void names() {
        assertThat(settings().map(BatchSetting::name)).doesNotHaveDuplicates();
        assertThat(settings()).allSatisfy(each -> assertThat(each.surfaces()).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("settings")
    @DisplayName("have examples that are values")
    void examples(BatchSetting<?> setting) {
        assertThat(setting.spec().type().parse(setting.spec().example())).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("settings")
    @DisplayName("are each read for an order: a text that is no value is refused by the name of the setting")
    void read(BatchSetting<?> setting) {
        Map<String, String> texts = new HashMap<>();
        if (WITH_ROWS.contains(setting.name())) {
            texts.putAll(Map.of("sql", "insert", "fromQuery", "select"));
        }
        texts.put(setting.name(), "");

        assertThatThrownBy(() -> OrderReader.order(texts, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        setting.name() + " " + setting.spec().type().rule());
    }

    @Test
    @DisplayName("are complete: any other name is refused")
    void unknown() {
        assertThatThrownBy(() -> OrderReader.order(Map.of("wrokers", "4"), null))
                .hasMessageStartingWith("wrokers is no setting of a batch; known: sql, handler, jobs");
    }
}
