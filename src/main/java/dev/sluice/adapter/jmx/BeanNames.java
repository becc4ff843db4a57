package dev.sluice.adapter.jmx;

import java.util.regex.Pattern;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The names of the MBeans of one application. The first application in a JVM has the plain names. The names of every
 * further application have an additional key, the same for all its beans: {@code instance=2}.
 */
final class BeanNames {

    private static final String DOMAIN = "dev.sluice:";

    /** The characters that an unquoted value of an {@link ObjectName} must not contain, or cannot contain literally. */
    private static final Pattern SPECIAL = Pattern.compile("[,=:\"*?\\n]");

    private BeanNames() {}

    static ObjectName manager(int instance) {
        return name("type=PoolManager", instance);
    }

    static ObjectName batches(int instance) {
        return name("type=Batches", instance);
    }

    static ObjectName pool(String pool, int instance) {
        return name("type=Pool,name=" + value(pool), instance);
    }

    /**
     * Returns the value unquoted where possible, because monitoring systems make labels of these values, and keep
     * quotes.
     */
    private static String value(String text) {
        return SPECIAL.matcher(text).find() || text.isEmpty() ? ObjectName.quote(text) : text;
    }

    private static ObjectName name(String keys, int instance) {
        try {
            return new ObjectName(DOMAIN + keys + (instance == 1 ? "" : ",instance=" + instance));
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e); // special characters are quoted
        }
    }
}
