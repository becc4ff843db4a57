package dev.sluice.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.Requester;
import dev.sluice.adapter.cli.CommandLineValues;
import dev.sluice.adapter.quarkus.LaneValues;
import dev.sluice.adapter.quarkus.SettingTypes;
import dev.sluice.adapter.rest.RestValues;
import dev.sluice.admission.Priority;
import dev.sluice.batch.control.OrderReader;
import dev.sluice.control.operation.CommandParser;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.policy.PolicyValues;
import dev.sluice.pool.CloseMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds each text to each surface: the value is the same everywhere, or the refusal states the same rule. */
@Tag("fast")
class OneGrammarTest {

    private static final String REFUSED = "refused: ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "90",
                "0.5",
                "500ms",
                "1.5s",
                "1d12h",
                "1h30m",
                "PT10M",
                "pt1m",
                "1us",
                "1m 30s",
                "5 parsecs",
                "-1s",
                "",
                "1e3",
                "36501d",
                "1s1h",
                "NaN"
            })
    @DisplayName("durations: REST query and body, JMX, policy, configuration, @Lane and the command line agree")
    void durations(String text) {
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("REST query", read(t -> RestValues.query(Values.DURATION, "patience", t), text));
        read.put("JMX", read(t -> ofCommand("drain", "patience", t), text));
        read.put("policy", read(t -> PolicyValues.duration("aging", t), text));
        read.put("configuration", read(t -> new SettingTypes.NotNegative().convert(t), text));
        if (!text.isEmpty()) { // empty: the annotation's own word for the outer value
            read.put("@Lane", read(LaneValues::timeout, text));
        }
        if (!text.isBlank()) { // a blank text in JSON is refused as no value at all
            read.put("REST body", read(RestValues::patienceInJson, text));
        }
        assertSame(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"90", "0.5", "1.5s", "1d", "500ms", "PT10M", "0", "5 parsecs", "-1s", "1h1d"})
    @DisplayName(
            "positive durations: batch settings, deadlines of orders over REST and JMX, and the configuration agree")
    void positiveDurations(String text) {
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("batch", read(OneGrammarTest::giveUpAfter, text));
        read.put("REST deadline", read(t -> RestValues.query(Values.POSITIVE_DURATION, "deadline", t), text));
        read.put("JMX deadline", read(OneGrammarTest::deadline, text));
        read.put("configuration", read(t -> new SettingTypes.Positive().convert(t), text));
        assertSame(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false", " true ", "True", "yes", "1", ""})
    @DisplayName("flags: REST, JMX, batch settings, policies and the configuration agree")
    void flags(String text) {
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("REST", read(t -> RestValues.query(Values.FLAG, "force", t), text));
        read.put("JMX", read(t -> Boolean.valueOf(parameter("reset", "force", t)), text));
        read.put("batch", read(OneGrammarTest::distributed, text));
        read.put("policy", read(t -> PolicyValues.flag("fail-fast", t), text));
        read.put("configuration", read(t -> new SettingTypes.Flag().convert(t), text));
        assertSame(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3000000000", "0", "-1", "1.0", "+1", "9223372036854775808"})
    @DisplayName("generations: REST and JMX agree, beyond the range of int, too")
    void generations(String text) {
        Map<String, Object> read = new LinkedHashMap<>();
        ValueType<Long> type = Values.wholeNumber(0, Long.MAX_VALUE);
        read.put("REST", read(t -> RestValues.query(type, "generationBefore", t), text));
        read.put("JMX", read(t -> Long.valueOf(parameter("expire", "generationBefore", t)), text));
        assertSame(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "", "  ", "a\tb"})
    @DisplayName("names: a blank tenant is refused over REST and JMX alike")
    void names(String text) {
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("REST", read(t -> RestValues.query(Values.name(1000), "tenant", t), text));
        read.put("JMX", read(t -> parameter("expire", "tenant", t), text));
        assertSame(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"high", "HIGH", "High", "highest", ""})
    @DisplayName("choices: REST, batch settings and policies agree")
    void choices(String text) {
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("REST", read(t -> RestValues.query(Values.choice(Priority.class), "priority", t), text));
        read.put("batch", read(OneGrammarTest::priority, text));
        read.put("policy", read(t -> PolicyValues.choice(Priority.class, "lane", t), text));
        assertSame(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drain", "IDLE-ONLY", "idle_only", "gently"})
    @DisplayName("close modes: REST and JMX agree")
    void closeModes(String text) {
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("REST", read(t -> RestValues.query(Values.choice(CloseMode.class), "mode", t), text));
        read.put("JMX", read(t -> CloseMode.valueOf(parameter("close", "mode", t)), text));
        assertSame(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"feature:billing", "a:b:c", "a:", "a", ":b", ""})
    @DisplayName("tags: REST, JMX and @Lane agree")
    void tags(String text) {
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("REST", read(t -> RestValues.query(Values.TAG, "tag", t).toString(), text));
        read.put(
                "JMX",
                read(t -> Values.TAG.read("tag", parameter("expire", "tag", t)).toString(), text));
        read.put("@Lane", read(t -> LaneValues.tags(t).toString(), text));
        assertSame(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0.5", "500ms", "1m30s", "0.05", "2d", "soon"})
    @DisplayName("the command line reads --timeout and --interval by the same grammar, within its bounds")
    void commandLine(String text) {
        Map<String, Object> read = new LinkedHashMap<>();
        ValueType<Duration> type = Values.duration(Duration.ofMillis(100), Duration.ofDays(1));
        read.put("grammar", read(t -> type.read("timeout", t), text));
        read.put("command line", read(CommandLineValues::seconds, text));
        assertSame(read);
    }

    private static void assertSame(Map<String, Object> read) {
        Object first = read.values().iterator().next();
        assertThat(read).allSatisfy((surface, value) -> assertThat(value).isEqualTo(first));
    }

    /** Returns the value, or the rule that a refusal states, without the name of the parameter. */
    private static Object read(Function<String, Object> surface, String text) {
        try {
            return surface.apply(text);
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            int rule = message.indexOf("must be");
            int end = message.lastIndexOf(": ");
            assertThat(rule).as(message).isNotNegative();
            return REFUSED + message.substring(rule, end > rule ? end : message.length());
        }
    }

    private static Duration ofCommand(String operation, String key, String text) {
        return Duration.parse(parameter(operation, key, text));
    }

    private static String parameter(String operation, String key, String text) {
        return String.valueOf(
                OperationCatalogue.command(operation, key, text).parameters().get(key));
    }

    private static Duration deadline(String text) {
        return CommandParser.order("orders", "reset", "deadline=" + text, Requester.application("test"), false)
                .deadline();
    }

    private static Duration giveUpAfter(String text) {
        return OrderReader.order(Map.of("giveUpAfter", text), null).plan().giveUpAfter();
    }

    private static boolean distributed(String text) {
        return OrderReader.order(Map.of("sql", "x", "fromQuery", "y", "distributed", text), null)
                .distributed();
    }

    private static Priority priority(String text) {
        return OrderReader.order(Map.of("priority", text), null).lane();
    }
}
