package dev.sluice.control.policy;

import dev.sluice.value.Values;
import java.time.Duration;

/** Reads single values as policies do, for tests of other packages. */
public final class PolicyValues {

    private PolicyValues() {}

    public static Duration duration(String name, String text) {
        return rule(name, text).read(Values.DURATION);
    }

    public static boolean flag(String name, String text) {
        return rule(name, text).read(Values.FLAG);
    }

    public static <E extends Enum<E>> E choice(Class<E> type, String name, String text) {
        return rule(name, text).read(Values.choice(type));
    }

    private static Rule rule(String name, String text) {
        return new Rule(RuleKey.parse(name), text);
    }
}
