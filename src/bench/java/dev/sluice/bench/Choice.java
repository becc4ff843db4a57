package dev.sluice.bench;

import java.util.Arrays;
import java.util.List;

/**
 * The selection of scenarios and pools. {@code -Dbench.only=free,spike} names scenarios, by their names or by the part
 * before a hyphen; {@code yardstick} is {@link Scenarios#YARDSTICK}. {@code -Dbench.pools=sluice,agroal} names pools.
 * Without a selection everything runs in the short form, except for scenarios of the long form.
 */
record Choice(List<String> only, List<String> pools, boolean full) {

    private static final String YARDSTICK = "yardstick";

    static Choice ofProperties() {
        return new Choice(
                list("bench.only"), list("bench.pools"), Effort.ofProperties().full());
    }

    private static List<String> list(String property) {
        return Arrays.stream(System.getProperty(property, "").split(","))
                .map(String::trim)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** The scenarios that are chosen. */
    List<Scenario> scenarios() {
        only.forEach(each -> {
            if (!each.equals("none") && Scenarios.all().stream().noneMatch(scenario -> matches(each, scenario))) {
                throw new IllegalArgumentException("unknown scenario: " + each);
            }
        });
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
