package dev.sluice.control.policy;

import java.time.Duration;

/** Reads single values as policies do, for tests of other packages. */
public final class PolicyValues {

    private PolicyValues() {}

    public static Duration duration(String name, String text) {
        return rule(name, text).duration();
    }

    public static boolean flag(String name, String text) {
        return rule(name, text).flag();
    }

    public static <E extends Enum<E>> E choice(Class<E> type, String name, String text) {
        return rule(name, text).oneOf(type);
    }

    private static Rule rule(String name, String text) {
        return new Rule(RuleKey.parse(name), text);
    }
}
