package dev.sluice.adapter.quarkus;

import java.util.Objects;

/** Reads settings from the interfaces of a configuration by the names of their declarations. */
final class MappedValues {

    private MappedValues() {}

    /** Returns the value of the method that is named after the setting. Tests compare the names with the declarations. */
    static <M> Object read(Class<M> type, String name, M settings) {
        try {
            return Objects.requireNonNull(type.getMethod(name).invoke(settings), name);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
