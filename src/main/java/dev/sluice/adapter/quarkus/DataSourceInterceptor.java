package dev.sluice.adapter.quarkus;

import dev.sluice.control.PoolName;
import dev.sluice.value.Values;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Changes two settings that Quarkus reads of its data sources.
 *
 * <p>Quarkus creates a data source only to read its settings, and would fill it to {@code initial-size} with sessions
 * that are neither used nor counted. For Quarkus, the size therefore reads zero. A data source without a URL in Quarkus
 * is active if {@code sluice.pools} has a URL for it. The configured values are available under {@link #ORIGINAL}.
 */
public final class DataSourceInterceptor implements ConfigSourceInterceptor {

    /** The prefix of a key that reads the value as configured. */
    static final String ORIGINAL = "sluice.original.";

    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "quarkus.datasource.";
    private static final Pattern NAMED = Pattern.compile("quarkus\\.datasource\\.(\"[^\"]+\"|[^.\"]+)\\..+");
    private static final Pattern SETTING =
            Pattern.compile("quarkus\\.datasource\\.(?:(\"[^\"]+\"|[^.\"]+)\\.)?jdbc\\.(initial-size|url)");

    /** Lists the added URLs, too, because maps have only the keys that this method returns. */
    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new LinkedHashSet<>();
        context.iterateNames().forEachRemaining(names::add);
        for (String name : List.copyOf(names)) {
            Matcher named = NAMED.matcher(name);
            if (named.matches() && url(context, named.group(1)) != null) {
                names.add(PREFIX + named.group(1) + ".jdbc.url");
            }
        }
        return names.iterator();
    }

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (name.startsWith(ORIGINAL)) {
            return context.proceed(name.substring(ORIGINAL.length()));
        }
        ConfigValue value = context.proceed(name);
        Matcher setting = SETTING.matcher(name);
        if (!name.startsWith(PREFIX) || !setting.matches()) {
            return value;
        }
        boolean isUrl = "url".equals(setting.group(2));
        if (value == null) {
            return isUrl ? url(context, setting.group(1)) : null;
        }
        return isUrl || !isAdopting(context) ? value : value.withValue("0");
    }

    private static boolean isAdopting(ConfigSourceInterceptorContext context) {
        ConfigValue adopt = context.proceed("sluice.adopt-datasources");
        String text = adopt == null ? null : adopt.getValue();
        return text == null || !Boolean.FALSE.equals(Values.FLAG.parse(text)); // SluiceConfig refuses other texts
    }

    private static @Nullable ConfigValue url(ConfigSourceInterceptorContext context, @Nullable String name) {
        String pool = name == null ? PoolName.DEFAULT : name.replace("\"", "");
        ConfigValue quoted = context.proceed("sluice.pools.\"" + pool + "\".url");
        return quoted == null ? context.proceed("sluice.pools." + pool + ".url") : quoted;
    }
}
