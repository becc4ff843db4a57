package dev.sluice.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class BadValueTest {

    @Test
    @DisplayName("A refusal has the name, the rule and the value as parts, and its message consists of them")
    void parts() {
        List<BadValue> refusals = List.of(
                BadValue.ofText("min", "must be a number", "x: y"),
                BadValue.ofText("min", "must be given", null),
                BadValue.of("patience", "must not be negative", Duration.ofSeconds(-1)),
                BadValue.of("password", "must not be blank"));
        assertThat(refusals).extracting(BadValue::name).containsExactly("min", "min", "patience", "password");
        assertThat(refusals)
                .extracting(BadValue::rule)
                .containsExactly("must be a number", "must be given", "must not be negative", "must not be blank");
        assertThat(refusals).extracting(BadValue::value).containsExactly("'x: y'", "missing", "-1 s", null);
        assertThat(refusals)
                .extracting(BadValue::getMessage)
                .containsExactly(
                        "min must be a number: 'x: y'",
                        "min must be given: missing",
                        "patience must not be negative: -1 s",
                        "password must not be blank");
        assertThat(refusals).allSatisfy(each -> assertThat(each).hasMessage(each.name() + " " + each.problem()));
    }

    @Test
    @DisplayName("A name that is not known, and one that is given twice, have one wording each on all surfaces")
    void names() {
        assertThat(BadValue.unknown("mn", "parameter of resize", List.of("min", "max")))
                .hasMessage("mn is no parameter of resize; known: min, max");
        assertThat(BadValue.unknown("for", "parameter of pause", List.of()))
                .hasMessage("for is no parameter of pause; known: none");
        assertThat(BadValue.twice("force")).hasMessage("force is given twice");
    }

    @Test
    @DisplayName("A refusal under another name keeps the rule and the value")
    void renamed() {
        BadValue renamed = BadValue.of("min-size", "must not be negative", -1).renamed("min");
        assertThat(renamed.name()).isEqualTo("min");
        assertThat(renamed).hasMessage("min must not be negative: -1");
    }
}
