package dev.sluice.planted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongFunction;

/**
 * A mistake that could be made in the core: a change of its source text, and the schedules that have to find it.
 *
 * @param name what is wrong
 * @param file the class, by its path
 * @param right as it is written
 * @param wrong as it might have been
 * @param player plays a seed and tells what was broken
 */
record PlantedBug(String name, String file, String right, String wrong, String player) {

    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "sluice");

    static final String GATE = "dev.sluice.admission.Schedule$Player";
    static final String SLOTS = "dev.sluice.pool.store.SlotSchedule$Player";

    static PlantedBug atTheGate(String name, String file, String right, String wrong) {
        return new PlantedBug(name, "admission/" + file + ".java", right, wrong, GATE);
    }

    static PlantedBug inTheSlots(String name, String file, String right, String wrong) {
        return new PlantedBug(name, "pool/store/" + file + ".java", right, wrong, SLOTS);
    }

    /** The schedules, with the mistake made. */
    LongFunction<String> schedules() {
        return player(PatchedClasses.with(file, patched()), player);
    }

    private String patched() {
        String text = text();
        int at = text.indexOf(right);
        if (at < 0 || text.indexOf(right, at + 1) >= 0) {
            throw new IllegalStateException(
                    "'" + name + "' fits " + file + " no longer, or in several places: " + right);
        }
        return text.replace(right, wrong);
    }

    /** Returns the lines without the indentation, so that the formatter may move them. */
    private String text() {
        try {
            return Files.readString(SOURCES.resolve(file)).replaceAll("\\n\\s+", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // both players are of this kind
    static LongFunction<String> player(ClassLoader loader, String name) {
        try {
            var maker = loader.loadClass(name).getDeclaredConstructor();
            maker.setAccessible(true);
            return (LongFunction<String>) maker.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
