package dev.sluice.adapter.agroal;

import dev.sluice.control.PoolName;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names pools by the databases in their URLs. */
final class PoolNames {

    private static final Pattern PROPERTY = Pattern.compile("(?i)[;?&]database(?:Name)?=([^;&]+)");
    private static final Pattern LAST_PART = Pattern.compile("^[^?;]*[/:@\\\\]([^/:@\\\\?;]+)");
    private static final String UNKNOWN = "pool";
    private static final int LONGEST = 56; // leaves room for a number

    private PoolNames() {}

    /** Returns a name that is not taken. */
    static String of(@Nullable String url, Collection<String> taken) {
        String name = url == null ? UNKNOWN : databaseOf(url);
        String free = name;
        for (int number = 2; taken.contains(free); number++) {
            free = name + "-" + number;
        }
        return PoolName.check(free);
    }

    private static String databaseOf(String url) {
        Matcher property = PROPERTY.matcher(url);
        Matcher last = LAST_PART.matcher(url);
        String found = property.find() ? property.group(1) : last.find() ? last.group(1) : "";
        String name = found.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[._-]+", "");
        return name.isEmpty() ? UNKNOWN : name.substring(0, Math.min(LONGEST, name.length()));
    }
}
