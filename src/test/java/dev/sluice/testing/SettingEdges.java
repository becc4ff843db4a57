package dev.sluice.testing;

import dev.sluice.control.setting.PoolSetting;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.value.Shape;
import dev.sluice.value.ValueSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Derives texts at the bounds of each setting of the catalogue from its declaration, for tests of all surfaces. */
public final class SettingEdges {

    private static final Pattern DURATIONS =
            Pattern.compile("(0s, or )?a duration from (\\d+) (\\w+) to (\\d+) (\\w+), .*");

    /** Other settings, with which the extreme values of a setting make sense. */
    private static final Map<String, Map<String, String>> OTHERS = Map.of(
            "minSize", Map.of("max-size", "10000"),
            "shortestWait", Map.of("acquisition-timeout", "0s"),
            "loginTimeout", Map.of("creation-timeout", "0s"),
            "creationTimeout", Map.of("login-timeout", "100ms"));

    /**
     * A text at a bound, or one step beyond it.
     *
     * @param setting the declaration
     * @param text the text of the setting
     * @param isAccepted whether the text is a value of the setting
     */
    public record Edge(ValueSpec<?> setting, String text, boolean isAccepted) {

        /** Returns the settings of a pool with this text, by their keys. */
        public Map<String, String> settings() {
            Map<String, String> settings = new TreeMap<>(OTHERS.getOrDefault(setting.name(), Map.of()));
            settings.put(setting.key(), text);
            return settings;
        }

        @Override
        public String toString() {
            return setting.key() + " = " + text + (isAccepted ? " (accepted)" : " (refused)");
        }
    }

    private SettingEdges() {}

    /** Returns the edges of all settings that have bounds or choices. */
    public static List<Edge> all() {
        List<Edge> edges = new ArrayList<>();
        SettingCatalogue.all().stream().map(PoolSetting::spec).forEach(spec -> add(spec, edges));
        return edges;
    }

    /** Returns the edges of one setting of each type, for surfaces where a request takes long. */
    public static List<Edge> ofEachType() {
        Map<String, ValueSpec<?>> examples = new LinkedHashMap<>();
        all().forEach(edge -> examples.putIfAbsent(edge.setting().type().kind(), edge.setting()));
        return all().stream()
                .filter(edge -> examples.containsValue(edge.setting()))
                .toList();
    }

    private static void add(ValueSpec<?> spec, List<Edge> edges) {
        Shape shape = spec.type().shape();
        switch (shape.base()) {
            case FLAG -> add(spec, List.of("true", "false"), List.of("yes", "TRUE", "1"), edges);
            case INTEGER, LONG -> {
                long min = shape.min() == null ? Integer.MIN_VALUE : shape.min();
                long max = shape.max() == null ? Integer.MAX_VALUE : shape.max();
                add(spec, texts(min, max), texts(min - 1, max + 1), edges);
            }
            case DECIMAL -> {
                if (shape.below() == null || shape.min() == null) {
                    throw new AssertionError(
                            "no edges are known for " + spec.type().kind());
                }
                String below = (shape.below() - 1) + ".999999";
                add(spec, List.of(shape.min() + ".0", below), List.of("-0.000001", shape.below() + ""), edges);
            }
            case DURATION -> {
                Matcher bounds = DURATIONS.matcher(spec.type().kind());
                if (!bounds.matches()) {
                    throw new AssertionError(
                            "no edges are known for " + spec.type().kind());
                }
                Duration min = duration(bounds.group(2), bounds.group(3));
                Duration max = duration(bounds.group(4), bounds.group(5));
                List<String> beyond =
                        List.of(min.minusNanos(1).toString(), max.plusNanos(1).toString());
                add(spec, List.of(min.toString(), max.toString()), beyond, edges);
                if (bounds.group(1) != null) {
                    add(spec, List.of("0s"), List.of("1ns"), edges);
                }
            }
            case TEXT -> {
                if (!shape.choices().isEmpty()) {
                    add(
                            spec,
                            accepted(spec, shape.choices()),
                            List.of(shape.choices().get(0) + "x"),
                            edges);
                }
            }
        }
    }

    /** Returns the choices that need no other setting; {@code query} needs a statement. */
    private static List<String> accepted(ValueSpec<?> spec, List<String> choices) {
        return choices.stream()
                .filter(choice -> !spec.equals(SettingCatalogue.SESSION_RESET) || !choice.equals("query"))
                .toList();
    }

    private static List<String> texts(long min, long max) {
        return List.of(String.valueOf(min), String.valueOf(max));
    }

    private static Duration duration(String number, String unit) {
        long amount = Long.parseLong(number);
        return switch (unit) {
            case "days" -> Duration.ofDays(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "ms" -> Duration.ofMillis(amount);
            default -> throw new AssertionError(unit);
        };
    }

    private static void add(ValueSpec<?> spec, List<String> accepted, List<String> refused, List<Edge> edges) {
        accepted.forEach(text -> edges.add(new Edge(spec, text, true)));
        refused.forEach(text -> edges.add(new Edge(spec, text, false)));
    }
}
