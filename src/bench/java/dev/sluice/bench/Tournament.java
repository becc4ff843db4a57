package dev.sluice.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Every chosen scenario with every chosen pool, in rounds; each round begins with another pool. */
final class Tournament {

    private final Choice choice;
    private final Effort effort;
    private final Jvm jvm;
    private final Table table;
    private final List<String> problems = new ArrayList<>();

    Tournament(Choice choice, Effort effort, Jvm jvm) {
        this.choice = choice;
        this.effort = effort;
        this.jvm = jvm;
        this.table = new Table(choice.scenarios());
    }

    /** Runs everything. Returns what went wrong. */
    List<String> play() {
        for (int round = 0; round < effort.rounds(); round++) {
            for (Scenario scenario : choice.scenarios()) {
                play(scenario, round);
            }
        }
        return problems;
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
        } catch (Exception e) {
            problems.add(what + ": " + e);
        }
        System.err.printf("%s: %.1f s%n", what, (System.nanoTime() - start) / 1e9);
    }

    Table table() {
        return table;
    }
}
