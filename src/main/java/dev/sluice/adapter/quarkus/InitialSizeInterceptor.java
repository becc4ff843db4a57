package dev.sluice.adapter.quarkus;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pools that Quarkus makes from opening sessions. Quarkus starts its own data source even where a
 * managed one has taken its place; it would fill it to {@code initial-size}, with sessions that nobody uses and
 * nobody counts. So for Quarkus that size reads zero. The managed pool asks for the real one under
 * {@link #ORIGINAL}.
 */
public final class InitialSizeInterceptor implements ConfigSourceInterceptor {

    /** Before a key: the value as it is configured. */
    static final String ORIGINAL = "sluice.original.";

    private static final long serialVersionUID = 1L;
    private static final Pattern INITIAL_SIZE =
            Pattern.compile("quarkus\\.datasource\\.(?:(?:\"[^\"]+\"|[^.\"]+)\\.)?jdbc\\.initial-size");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (name.startsWith(ORIGINAL)) {
            return context.proceed(name.substring(ORIGINAL.length()));
        }
        ConfigValue value = context.proceed(name);
        if (value == null || !INITIAL_SIZE.matcher(name).matches()) {
            return value;
        }
        ConfigValue adopt = context.proceed("sluice.adopt-datasources");
        return adopt != null && "false".equals(adopt.getValue()) ? value : value.withValue("0");
    }
}
