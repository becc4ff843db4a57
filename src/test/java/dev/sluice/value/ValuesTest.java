package dev.sluice.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.CloseMode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class ValuesTest {

    @ParameterizedTest
    @CsvSource({
        "90, PT1M30S",
        "0, PT0S",
        "0.5, PT0.5S",
        "500ms, PT0.5S",
        "1.5s, PT1.5S",
        "1d12h, PT36H",
        "1h30m, PT1H30M",
        "1m30s, PT1M30S",
        "PT10M, PT10M",
        "pt10m, PT10M",
        "P1DT2H, PT26H",
        "30S, PT30S",
        "' 30s ', PT30S",
        "1500us, PT0.0015S",
        "1ns, PT0.000000001S"
    })
    @DisplayName("a duration is a number of seconds, numbers with units in descending order, or ISO-8601")
    void durations(String text, Duration expected) {
        assertThat(Values.DURATION.read("x", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "s",
                "5 parsecs",
                "1s1h",
                "1s 1m",
                "1s1s",
                "-1s",
                "-1",
                "1e3",
                "٣s",
                "36501d",
                "NaN",
                "1.5.5s",
                "PT",
                "99999999999999s",
                "+5s",
                "1,5s"
            })
    @DisplayName("a text that is no duration, or beyond the bounds, is refused with name, rule and text")
    void noDurations(String text) {
        assertThatThrownBy(() -> Values.DURATION.read("patience", text))
                .isInstanceOf(BadValue.class)
                .hasMessage("patience must be a duration from 0 s to 36500 days, such as 500ms, 30s, 1h30m or PT10M: '"
                        + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.0", "+5", "0x10", "٣", "1_000", "-1", "1001", "99999999999999999999"})
    @DisplayName("a whole number has ASCII digits only, and is within its bounds")
    void wholeNumbers(String text) {
        ValueType<Integer> type = Values.integer(0, 1000);
        assertThat(type.read("atOnce", " 1000 ")).isEqualTo(1000);
        assertThatThrownBy(() -> type.read("atOnce", text))
                .hasMessage("atOnce must be a whole number from 0 to 1000: '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "1e2", "0x1p3", "1d", "-0.5", "1000.1", ".5", "Infinity"})
    @DisplayName("a decimal number has no exponent and no suffix, and is within its bounds")
    void decimals(String text) {
        ValueType<Double> type = Values.decimal(0, 1000);
        assertThat(type.read("perSecond", "0.5")).isEqualTo(0.5);
        assertThatThrownBy(() -> type.read("perSecond", text))
                .hasMessage("perSecond must be a number from 0 to 1000: '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "-0.1", "2", "NaN"})
    @DisplayName("a fraction is a number from 0 to less than 1")
    void fractions(String text) {
        assertThat(Values.fraction().read("jitter", "0")).isZero();
        assertThat(Values.fraction().read("jitter", "0.999999")).isEqualTo(0.999999);
        assertThatThrownBy(() -> Values.fraction().read("jitter", text))
                .hasMessage("jitter must be a number from 0 to less than 1: '" + text + "'");
    }

    @Test
    @DisplayName("a value that a program gives is refused by the bounds and the rule of texts")
    void checks() {
        Values.integer(1, 10).check("size", 10);
        Values.duration(Duration.ofMillis(1), Duration.ofSeconds(10)).check("wait", Duration.ofMillis(1));
        assertThatThrownBy(() -> Values.integer(1, 10).check("size", 11))
                .isInstanceOf(BadValue.class)
                .hasMessage("size must be a whole number from 1 to 10: 11");
        assertThatThrownBy(() -> Values.fraction().check("jitter", Double.NaN))
                .hasMessage("jitter must be a number from 0 to less than 1: NaN");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "64K, 65536",
        "64k, 65536",
        "10M, 10485760",
        "1G, 1073741824",
        "8796093022207M, 9223372036853727232"
    })
    @DisplayName("a size is a number of bytes, with K, M or G for multiples of 1024")
    void sizes(String text, long expected) {
        assertThat(Values.bytes().read("x", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10MB", "1.5M", "9223372036854775807K", "M"})
    @DisplayName("a size of no byte, with another unit or beyond the range is refused")
    void noSizes(String text) {
        assertThatThrownBy(() -> Values.bytes().read("most-bytes", text)).hasMessageStartingWith("most-bytes must be ");
    }

    @Test
    @DisplayName("a choice takes the name of a constant in upper or lower case, with - or _")
    void choices() {
        ValueType<CloseMode> type = Values.choice(CloseMode.class);
        assertThat(type.read("mode", "idle-only")).isEqualTo(CloseMode.IDLE_ONLY);
        assertThat(type.read("mode", "Drain")).isEqualTo(CloseMode.DRAIN);
        assertThatThrownBy(() -> type.read("mode", "gently"))
                .hasMessage("mode must be one of DRAIN, IDLE_ONLY, FORCE: 'gently'");
    }

    @Test
    @DisplayName("a tag is key:value; the value may be empty or have colons, the key is not blank")
    void tags() {
        assertThat(Values.TAG.read("tag", "a:b:c")).isEqualTo(Map.of("a", "b:c"));
        assertThat(Values.TAG.read("tag", "a:")).isEqualTo(Map.of("a", ""));
        for (String bad : new String[] {"a", ":a", " :a", "a\u0001b:c", "a:b\u007f"}) {
            assertThatThrownBy(() -> Values.TAG.read("tag", bad)).isInstanceOf(BadValue.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "db:1, db, 1, db:1",
        "Db_1.example., Db_1.example., 0, Db_1.example.",
        "[::1]:65535, ::1, 65535, [::1]:65535",
        "[fe80::1%eth0], fe80::1%eth0, 0, [fe80::1%eth0]",
        "10.0.0.1:0080, 10.0.0.1, 80, 10.0.0.1:80",
        "' b\u00fccher.example:80 ', xn--bcher-kva.example, 80, xn--bcher-kva.example:80"
    })
    @DisplayName("an address is a host, or an IPv6 address in brackets, with or without a port")
    void addresses(String text, String host, int port, String written) {
        NetworkAddress address = Values.HOST.read("address", text);
        assertThat(address).isEqualTo(new NetworkAddress(host, port)).hasToString(written);
        assertThat(Values.HOST_AND_PORT.parse(text)).isEqualTo(port == 0 ? null : address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":80",
                "db:",
                "db:x",
                "db:0",
                "db:65536",
                "db:-1",
                "db: 1",
                "db:\u0661",
                "a b:1",
                "u@db",
                "db/x",
                "::1",
                "::1:80",
                "[::1",
                "[db]:1",
                "[]:1",
                "[1.2.3.4]:1",
                "a..b:1",
                "db:1:2",
                "[::1%a b]:1"
            })
    @DisplayName("a text that is no address, or has a port out of bounds, is refused with the rule")
    void noAddresses(String text) {
        assertThat(Values.HOST_AND_PORT.parse(text)).isNull();
        assertThatThrownBy(() -> Values.HOST.read("address", text))
                .hasMessage("address must be host or host:port with a port from 1 to 65535, such as db.example.com:5432"
                        + " or [::1]:5432: " + GivenText.text(text));
    }

    @Test
    @DisplayName("a missing text is refused as missing, or stands for the default")
    void missing() {
        assertThatThrownBy(() -> Values.FLAG.read("force", null)).hasMessage("force must be true or false: missing");
        assertThat(Values.FLAG.readIfGiven("force", null)).isNull();
        assertThat(Values.FLAG.readOr("force", null, true)).isTrue();
        assertThatThrownBy(() -> Values.FLAG.readOr("force", "True", true))
                .hasMessage("force must be true or false: 'True'");
    }
}
