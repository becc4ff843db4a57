package dev.sluice.jdbc.url;

import dev.sluice.value.BadValue;
import dev.sluice.value.GivenText;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a JDBC URL. Parsing is strict: a text that two drivers, or a driver and this class, could understand in
 * two ways is refused.
 *
 * @param kind the kind of the URL
 * @param hosts all hosts, in order; empty for a database in this process
 * @param parameters the parameters by their names
 */
record TargetUrl(UrlKind kind, List<HostPort> hosts, Map<String, String> parameters) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final Pattern SCHEME = Pattern.compile("jdbc:[a-z0-9]{1,20}(?::(?:file|tcp|ssl|zip|nio|split)\\b)?");
    private static final String IN_CONFIGURATION = " can be set in the configuration only";

    /** The name and the value of a parameter, as written. */
    private record Pair(String name, String value) {

        static Pair of(String text) {
            int equals = text.indexOf('=');
            return equals < 0 ? new Pair(text, "") : new Pair(text.substring(0, equals), text.substring(equals + 1));
        }
    }

    /**
     * Reads a URL.
     *
     * @param allowed decides whether a parameter, by its name and value, is allowed in addition to the harmless
     *     parameters
     * @throws BadValue for {@code url}; the message shows no value
     */
    static TargetUrl read(String url, BiPredicate<String, String> allowed) {
        UrlKind kind = kindOf(url);
        String rest = url.substring(kind.prefix().length());
        int begin = rest.indexOf(kind.parameters().begin);
        List<Pair> pairs = begin < 0 ? List.of() : pairs(kind, rest.substring(begin + 1));
        refuseForbidden(kind, pairs, allowed);
        UrlText.check(url);
        String place = begin < 0 ? rest : rest.substring(0, begin);
        List<HostPort> hosts = kind.hosts().read(kind.prefix(), place, kind.defaultPort());
        return new TargetUrl(kind, hosts, parameters(kind, pairs, allowed));
    }

    /**
     * Reads a URL that may have any parameter.
     *
     * @throws BadValue for {@code url}; the message shows no value
     */
    static TargetUrl readAny(String url) {
        return read(url, (name, value) -> true);
    }

    private static UrlKind kindOf(String url) {
        UrlKind kind = UrlKind.of(url);
        if (kind == null) {
            Matcher scheme = SCHEME.matcher(url.toLowerCase(Locale.ROOT));
            throw BadValue.of(
                    "url",
                    "must begin with " + UrlKind.beginnings() + " in a request; any other form"
                            + (scheme.lookingAt() ? ", such as " + scheme.group() + "," : "") + IN_CONFIGURATION);
        }
        return kind;
    }

    /** Splits the parameters. SQL Server's driver permits a separator at the end. */
    private static List<Pair> pairs(UrlKind kind, String text) {
        String separator = kind.parameters().separator;
        String whole = kind == UrlKind.SQL_SERVER && text.endsWith(separator)
                ? text.substring(0, text.length() - separator.length())
                : text;
        return whole.isEmpty()
                ? List.of()
                : List.of(whole.split(separator, -1)).stream().map(Pair::of).toList();
    }

    /** Refuses forbidden parameters before any other fault, so that the refusal names the most important one. */
    private static void refuseForbidden(UrlKind kind, List<Pair> pairs, BiPredicate<String, String> allowed) {
        for (Pair pair : pairs) {
            boolean isName = NAME.matcher(pair.name).matches();
            if (isName && !kind.isHarmless(pair.name) && !allowed.test(pair.name, pair.value)) {
                throw BadValue.of("url", refused(pair.name, false));
            }
        }
    }

    private static Map<String, String> parameters(UrlKind kind, List<Pair> pairs, BiPredicate<String, String> allowed) {
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Pair pair : pairs) {
            if (!NAME.matcher(pair.name).matches()) {
                throw BadValue.of("url", "has a parameter whose name is not letters, digits and '_'");
            }
            if (parameters.put(pair.name, pair.value) != null) {
                throw BadValue.of("url", "has the parameter '" + GivenText.name(pair.name) + "' twice");
            }
            boolean isHarmless = kind.isHarmless(pair.name)
                    && kind.parameters().plainValue.matcher(pair.value).matches();
            if (!isHarmless && !allowed.test(pair.name, pair.value)) {
                throw BadValue.of("url", refused(pair.name, kind.isHarmless(pair.name)));
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    private static String refused(String name, boolean harmlessName) {
        if (harmlessName) {
            return "has a value for '" + GivenText.name(name) + "' that is not plain";
        }
        boolean isCredential = name.equalsIgnoreCase("user") || name.equalsIgnoreCase("password");
        return "must not have the parameter '" + GivenText.name(name) + "' in a request"
                + (isCredential ? ": give username and password beside it" : "; it" + IN_CONFIGURATION);
    }

    /** Returns the value of the parameter of exactly that name, or null. */
    @Nullable
    String parameter(String name) {
        return parameters.keySet().stream().anyMatch(name::equals) ? parameters.get(name) : null;
    }
}
