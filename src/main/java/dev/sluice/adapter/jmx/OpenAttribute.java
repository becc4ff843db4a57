package dev.sluice.adapter.jmx;

import java.util.function.Consumer;
import java.util.function.Function;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.OpenMBeanAttributeInfoSupport;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of an {@link OpenBean}.
 *
 * @param name the name of the attribute
 * @param description the meaning
 * @param type the open type
 * @param read returns the value from a reading
 * @param write changes the attribute, or null if it cannot be changed
 * @param <V> the type of a reading
 */
record OpenAttribute<V>(
        String name,
        String description,
        OpenType<?> type,
        Function<V, @Nullable Object> read,
        @Nullable GuardedWrite write) {

    /**
     * The change of an attribute.
     *
     * @param permission checks the requester, before the value is checked
     * @param change changes the attribute to a value of its type
     */
    record GuardedWrite(Runnable permission, Consumer<Object> change) {}

    OpenMBeanAttributeInfo info() {
        boolean is = write != null && type.equals(SimpleType.BOOLEAN);
        return new OpenMBeanAttributeInfoSupport(name, description, type, true, write != null, is);
    }
}
