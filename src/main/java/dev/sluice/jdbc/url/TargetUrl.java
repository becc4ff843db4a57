package dev.sluice.jdbc.url;

import dev.sluice.value.BadValue;
import java.util.ArrayList;
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

    private static final int LONGEST = 4096;
    private static final Pattern NETWORK = Pattern.compile("//([^/?]+)(?:/([^/?;&\\\\'\"#]*))?(?:\\?(.*))?");
    private static final Pattern IN_MEMORY = Pattern.compile("([A-Za-z0-9_.-]*)(?:;(.*))?");
    private static final char FIRST_VISIBLE = '!';
    private static final char LAST_VISIBLE = '~';
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final Pattern NETWORK_VALUE = Pattern.compile("[^;\\\\'\"#?&=]*");
    private static final Pattern H2_VALUE = Pattern.compile("[A-Za-z0-9_,-]*");
    private static final Pattern SCHEME = Pattern.compile("jdbc:[a-z0-9]{1,20}(?::(?:file|tcp|ssl|zip|nio|split)\\b)?");
    private static final Pattern ENCODED_CONTROL = Pattern.compile("%(?:[01][0-9A-Fa-f]|7[Ff])");
    private static final String IN_CONFIGURATION = " can be set in the configuration only";

    /**
     * Reads a URL.
     *
     * @param allowed decides whether a parameter, by its name and value, is allowed in addition to the harmless
     *     parameters
     * @throws BadValue for {@code url}; the message shows no value
     */
    static TargetUrl read(String url, BiPredicate<String, String> allowed) {
        UrlKind kind = UrlKind.of(url);
        if (kind == null) {
            Matcher scheme = SCHEME.matcher(url.toLowerCase(Locale.ROOT));
            throw BadValue.of(
                    "url",
                    "must begin with jdbc:postgresql://, jdbc:mariadb://, jdbc:mysql:// or"
                            + " jdbc:h2:mem: in a request; any other form"
                            + (scheme.lookingAt() ? ", such as " + scheme.group() + "," : "") + IN_CONFIGURATION);
        }
        String rest = url.substring(kind.prefix().length());
        refuseForbidden(kind, rest, allowed);
        checkText(url);
        return kind == UrlKind.H2_IN_MEMORY ? inMemory(rest, allowed) : network(kind, rest, allowed);
    }

    /** Refuses forbidden parameters before any other fault, so that the refusal names the most important one. */
    private static void refuseForbidden(UrlKind kind, String rest, BiPredicate<String, String> allowed) {
        boolean isInMemory = kind == UrlKind.H2_IN_MEMORY;
        int begin = rest.indexOf(isInMemory ? ';' : '?');
        String text = begin < 0 ? "" : rest.substring(begin + 1);
        for (String pair : text.split(isInMemory ? ";" : "&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            boolean isName = NAME.matcher(name).matches();
            if (isName && !kind.isHarmless(name) && !allowed.test(name, value)) {
                throw BadValue.of("url", refused(name, false));
            }
        }
    }

    /**
     * Refuses a URL that is too long, or has a character that is not visible ASCII; the refusal names its position.
     * Also refuses encoded control characters: a driver decodes them, and a zero byte in the name of a database would
     * begin further settings of the session.
     */
    private static void checkText(String url) {
        if (url.length() > LONGEST) {
            throw BadValue.of("url", "must have at most " + LONGEST + " characters, and has " + url.length());
        }
        for (int at = 0; at < url.length(); at++) {
            char each = url.charAt(at);
            if (each < FIRST_VISIBLE || each > LAST_VISIBLE) {
                throw BadValue.of(
                        "url",
                        "must not have " + named(url.codePointAt(at)) + ", as at position " + (at + 1)
                                + (isInHost(url, at) ? "; write an international host name as xn--" : ""));
            }
        }
        Matcher encoded = ENCODED_CONTROL.matcher(url);
        if (encoded.find()) {
            throw BadValue.of(
                    "url",
                    "must not have the control character " + encoded.group() + ", as at position "
                            + (encoded.start() + 1));
        }
    }

    private static String named(int character) {
        return switch (character) {
            case ' ' -> "a space";
            case '\t' -> "a tab";
            case '\n', '\r' -> "a line break";
            default -> String.format("the character U+%04X", character);
        };
    }

    /** Returns whether the position is between the two slashes and the next slash. */
    private static boolean isInHost(String url, int at) {
        int slashes = url.indexOf("//");
        return url.charAt(at) > LAST_VISIBLE
                && slashes >= 0
                && slashes < at
                && url.substring(slashes + 2, at).chars().noneMatch(each -> each == '/' || each == '?');
    }

    private static TargetUrl network(UrlKind kind, String rest, BiPredicate<String, String> allowed) {
        Matcher parts = NETWORK.matcher(rest);
        if (!parts.matches()) {
            throw BadValue.of(
                    "url",
                    "must be " + kind.prefix()
                            + "//host:port/database?name=value in a request; any other form"
                            + IN_CONFIGURATION);
        }
        List<HostPort> hosts = new ArrayList<>();
        for (String host : String.valueOf(parts.group(1)).split(",", -1)) {
            HostPort read = HostPort.parse(host, kind.defaultPort());
            if (read == null) {
                throw BadValue.of(
                        "url",
                        "must name hosts separated by commas, without a user; host " + (hosts.size() + 1) + " "
                                + HostPort.RULE);
            }
            hosts.add(read);
        }
        return new TargetUrl(kind, List.copyOf(hosts), parameters(kind, parts.group(3), "&", NETWORK_VALUE, allowed));
    }

    private static TargetUrl inMemory(String rest, BiPredicate<String, String> allowed) {
        Matcher parts = IN_MEMORY.matcher(rest);
        if (!parts.matches()) {
            throw BadValue.of("url", "must name a database in memory with letters, digits, '_', '.' and '-'");
        }
        return new TargetUrl(
                UrlKind.H2_IN_MEMORY,
                List.of(),
                parameters(UrlKind.H2_IN_MEMORY, parts.group(2), ";", H2_VALUE, allowed));
    }

    private static Map<String, String> parameters(
            UrlKind kind,
            @Nullable String text,
            String separator,
            Pattern harmlessValue,
            BiPredicate<String, String> allowed) {
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String pair : text == null || text.isEmpty() ? new String[0] : text.split(separator, -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (!NAME.matcher(name).matches()) {
                throw BadValue.of("url", "has a parameter whose name is not letters, digits and '_'");
            }
            if (parameters.put(name, value) != null) {
                throw BadValue.of("url", "has the parameter '" + name + "' twice");
            }
            boolean isHarmless =
                    kind.isHarmless(name) && harmlessValue.matcher(value).matches();
            if (!isHarmless && !allowed.test(name, value)) {
                throw BadValue.of("url", refused(name, kind.isHarmless(name)));
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    private static String refused(String name, boolean harmlessName) {
        if (harmlessName) {
            return "has a value for '" + name + "' that is not plain";
        }
        boolean isCredential = name.equalsIgnoreCase("user") || name.equalsIgnoreCase("password");
        return "must not have the parameter '" + name + "' in a request"
                + (isCredential ? ": give username and password beside it" : "; it" + IN_CONFIGURATION);
    }
}
