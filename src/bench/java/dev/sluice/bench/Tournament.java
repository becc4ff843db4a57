package dev.sluice.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every chosen scenario with every chosen pool, in rounds; each round begins with another pool. */
final class Tournament {

    private final Choice choice;
    private final List<Scenario> scenarios;
    private final Effort effort;
    private final Jvm jvm;
    private final Table table;
    private final Set<String> problems = new LinkedHashSet<>();

    Tournament(Choice choice, Effort effort, Jvm jvm) {
        this.choice = choice;
        this.effort = effort;
        this.jvm = jvm;
        this.scenarios = choice.scenarios();
        this.table = new Table(scenarios);
    }

    /** Runs everything. Returns what went wrong. */
    List<String> play() {
        int rounds =
                scenarios.stream().mapToInt(each -> each.rounds(effort)).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
            for (Scenario scenario : scenarios) {
                if (round < scenario.rounds(effort)) {
                    play(scenario, round);
                }
            }
        }
        return List.copyOf(problems);
    }

    private void play(Scenario scenario, int round) {
        if (scenario.isVirtual() && !Threads.VIRTUAL.exist()) {
            table.skip(scenario, "n/a");
            if (round == 0) {
                System.err.println(scenario.name() + ": skipped, this JDK has no virtual threads");
            }
            return;
        }
        List<Contender> order = new ArrayList<>(choice.contenders(scenario, effort));
        Collections.rotate(order, -round);
        order.forEach(contender -> play(scenario, contender, round));
    }

    private void play(Scenario scenario, Contender contender, int round) {
        if (!contender.runs()) {
            System.err.println(scenario.name() + ": " + contender.title() + " needs a later JDK, it is left out");
            return;
        }
        String what = scenario.name() + " " + contender.key() + ", round " + (round + 1);
        long start = System.nanoTime();
        try {
            table.add(scenario, contender, scenario.measure(contender, effort, jvm));
        } catch (UnsupportedOperationException e) {
            System.err.println(what + ": cannot be measured yet");
            table.skip(scenario, "n/a");
        } catch (NotMeasuredException e) {
            table.fail(scenario, contender, e.getMessage());
            problems.add(scenario.name() + " " + contender.key() + ": " + e.getMessage() + ": " + e.details());
        } catch (Exception e) {
            table.fail(scenario, contender, "failed");
            problems.add(what + ": " + e);
        }
        System.err.printf("%s: %.1f s%n", what, (System.nanoTime() - start) / 1e9);
    }

    Table table() {
        return table;
    }
}
