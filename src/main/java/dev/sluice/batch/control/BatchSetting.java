package dev.sluice.batch.control;

import dev.sluice.value.Shape;
import dev.sluice.value.ValueSpec;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A setting of a batch, as declared in {@link BatchSettings}. Immutable.
 *
 * @param <T> the type of its values
 * @param spec the name, the type and the description
 * @param label the word for the value in the help of the command line
 * @param surfaces the surfaces that take it
 */
public record BatchSetting<T>(ValueSpec<T> spec, String label, Set<SettingSource> surfaces) {

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    /** A way to order a batch. */
    public enum SettingSource {
        /** The command {@code sluice batch}. */
        COMMAND_LINE,
        /** A request without rows: the JSON body of {@code POST /batches}, and the operations of JMX. */
        ORDER,
        /** The query of {@code POST /batches} with rows in the body. */
        ROWS
    }

    /** Copies the surfaces. */
    public BatchSetting {
        surfaces = Set.copyOf(surfaces);
    }

    /** Returns the name in REST and JMX, in camel case. */
    public String name() {
        return spec.name();
    }

    /** Returns the option of the command line. */
    public String option() {
        return optionOf(name());
    }

    /** Returns the option of the command line for a name in camel case. */
    public static String optionOf(String name) {
        return "--" + HUMP.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    /** Returns whether the value is true or false, and the option has no value. */
    public boolean isFlag() {
        return spec.type().shape().base() == Shape.Base.FLAG;
    }
}
