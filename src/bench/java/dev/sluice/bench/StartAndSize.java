package dev.sluice.bench;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Start and size of the service beside two applications without Sluice: "same" has the Quarkus extensions of the
 * service, so that the rest is the service's own part; "few" has the data sources, the probes and the metrics. Each is
 * started with a cache of its classes and without one. Measured are the time until the readiness answers 200, the
 * processor time until then, and after idle seconds the resident memory and the number of threads.
 */
final class StartAndSize implements Scenario {

    private static final int ROUNDS = 3;
    private static final int IDLE_SECONDS = 10; // the threads that a start needs end after five

    private final StartableApplications applications = new StartableApplications();
    private final Set<Contender> weighed = EnumSet.noneOf(Contender.class);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Contender> contenders() {
        return Contender.APPLICATIONS;
    }

    @Override
    public int rounds(Effort effort) {
        return Math.max(ROUNDS, effort.rounds());
    }

    @Override
    public List<Row> rows() {
        return List.of(
                Row.lower("ready", "start: ready, s").goal("≤ same + 0.3"),
                Row.lower("cpu", "start: CPU until ready, s").goal("≤ same + 0.6"),
                Row.lower("memory", "start: resident when idle, MB").goal("≤ same + 15"),
                Row.lower("threads", "start: threads when idle").goal("≤ same + 4"),
                Row.lower("cached-ready", "start with a cache: ready, s").goal("≤ same + 0.3"),
                Row.lower("cached-cpu", "start with a cache: CPU until ready, s")
                        .goal("≤ same + 0.6"),
                Row.lower("cached-memory", "start with a cache: resident when idle, MB")
                        .goal("≤ same + 15"),
                Row.lower("cached-threads", "start with a cache: threads when idle")
                        .goal("≤ same + 4"));
    }

    @Override
    public Figures measure(Contender contender, Effort effort, Jvm jvm) throws Exception {
        StartableApplication application = applications.of(contender, jvm.directory());
        Figures figures = new Figures();
        try (ApplicationProcess process = application.start()) {
            putStart(figures, "", process);
        }
        try (ApplicationProcess process = application.startCached()) {
            putStart(figures, "cached-", process);
        }
        if (weighed.add(contender) || effort.full()) {
            putSizes(figures, application);
        }
        return figures;
    }

    private static void putStart(Figures figures, String prefix, ApplicationProcess process)
            throws InterruptedException {
        figures.put(prefix + "ready", process.awaitReady());
        figures.put(prefix + "cpu", process.processorSeconds());
        process.end();
    }

    /** Both at the same time, because idle processes do not disturb each other. */
    private static void putSizes(Figures figures, StartableApplication application)
            throws IOException, InterruptedException {
        try (ApplicationProcess usual = application.start();
                ApplicationProcess cached = application.startCached()) {
            usual.awaitReady();
            cached.awaitReady();
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            putSize(figures, "", usual);
            putSize(figures, "cached-", cached);
            usual.end();
            cached.end();
        }
    }

    private static void putSize(Figures figures, String prefix, ApplicationProcess process) throws IOException {
        figures.put(prefix + "memory", process.residentMegabytes());
        figures.put(prefix + "threads", process.threads());
    }
}
