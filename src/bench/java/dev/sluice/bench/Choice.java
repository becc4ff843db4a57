package dev.sluice.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The selection of scenarios and pools. {@code -Dbench.only=free,spike} names scenarios, by their names or by the part
 * before a hyphen; {@code yardstick} is {@link Scenarios#YARDSTICK}. {@code -Dbench.pools=sluice,agroal} names pools.
 * Without a selection everything runs in the short form, except for scenarios of the long form.
 */
record Choice(List<String> only, List<String> pools, boolean full) {

    private static final String YARDSTICK = "yardstick";
    private static final String NONE = "none";

    static Choice ofProperties() {
        List<String> only = Property.names(
                "bench.only",
                each -> each.equals(NONE) || Scenarios.all().stream().anyMatch(scenario -> matches(each, scenario)),
                scenarioNames());
        List<String> pools = Property.names("bench.pools", poolNames()::contains, String.join(", ", poolNames()));
        return new Choice(only, pools, Effort.ofProperties().full());
    }

    private static String scenarioNames() {
        String all = Scenarios.all().stream().map(Scenario::name).collect(Collectors.joining(", "));
        return all + ", the parts of these before a hyphen, " + YARDSTICK + " and " + NONE;
    }

    private static List<String> poolNames() {
        return Arrays.stream(Contender.values()).map(Contender::key).toList();
    }

    /** The scenarios that are chosen. */
    List<Scenario> scenarios() {
        return Scenarios.all().stream()
                .filter(scenario -> only.isEmpty()
                        ? full || !scenario.isForTheLongForm()
                        : only.stream().anyMatch(each -> matches(each, scenario)))
                .toList();
    }

    private static boolean matches(String chosen, Scenario scenario) {
        return chosen.equals(YARDSTICK)
                ? Scenarios.YARDSTICK.contains(scenario.name())
                : scenario.name().equals(chosen) || scenario.name().startsWith(chosen + "-");
    }

    /** The pools that are chosen, of those that the scenario is run with. */
    List<Contender> contenders(Scenario scenario, Effort effort) {
        List<Contender> chosen = pools.stream().map(Contender::of).toList();
        return scenario.contenders(effort).stream()
                .filter(each -> chosen.isEmpty() || chosen.contains(each))
                .toList();
    }
}
