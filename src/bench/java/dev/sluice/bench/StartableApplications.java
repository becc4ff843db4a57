package dev.sluice.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** The applications of {@link StartAndSize}, which are built when they are first asked for, once in a run. */
final class StartableApplications {

    private static final String PLACE = "start";

    private final Map<Contender, StartableApplication> ready = new EnumMap<>(Contender.class);
    private final Map<Contender, NotMeasuredException> failed = new EnumMap<>(Contender.class);

    /**
     * Returns the application, ready to start.
     *
     * @param run the directory of the run
     * @throws NotMeasuredException if its build or its first start fails, or has failed before
     */
    StartableApplication of(Contender contender, Path run) throws Exception {
        if (failed.containsKey(contender)) {
            throw failed.get(contender);
        }
        if (!ready.containsKey(contender)) {
            try {
                ready.put(contender, prepare(contender, run));
            } catch (NotMeasuredException e) {
                failed.put(contender, e);
                throw e;
            }
        }
        return ready.get(contender);
    }

    private StartableApplication prepare(Contender contender, Path run) throws Exception {
        if (!Files.exists(Path.of("/proc/self/status"))) {
            throw new NotMeasuredException("needs /proc", "memory and threads are read from /proc, as on Linux");
        }
        Path place = run.resolve(PLACE);
        ApplicationBuild build = new ApplicationBuild(Path.of(""), run.resolveSibling("classes"), place);
        PackagedApplication packaged = contender == Contender.SLUICE ? build.service() : build.bare(contender.key());
        try {
            return StartableApplication.recorded(packaged, place.resolve("run-" + contender.key()));
        } catch (IllegalStateException e) {
            throw new NotMeasuredException("the first start failed", e.getMessage());
        }
    }
}
