package dev.sluice.jdbc;

import dev.sluice.value.ShownUrl;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one source of sessions that no output may have: its URL as written, passwords, values of properties that
 * are not listed, statements of settings, and the name of a user that a request gave. A driver may quote any of them in
 * a message. They are compared as exact texts, also in quoted and encoded forms, only when a call of the driver has
 * failed. Thread-safe.
 */
final class KnownSecrets {

    static final String HIDDEN = "***";

    /** The length from which a secret is removed even inside a longer word. */
    private static final int LONG = 8;

    /** The shortest value of a property, and part of a value, that is treated as a secret. */
    private static final int SHORTEST_VALUE = 3;

    private static final int SHORTEST_PART = 4;
    private static final Set<String> LOGIN = Set.of("user", "username");
    private static final Set<String> FLAGS = Set.of("true", "false");
    private static final Pattern MARKS = Pattern.compile("[^\\p{L}\\p{N}_-]+");

    private final Map<String, String> fixed;
    private volatile HeardLogin login = new HeardLogin(new Properties(), Map.of(), Map.of());

    /** The credentials of the last session, with their forms and those of the login before. */
    private record HeardLogin(Properties properties, Map<String, String> forms, Map<String, String> before) {}

    private KnownSecrets(Map<String, String> fixed) {
        this.fixed = fixed;
    }

    /**
     * Returns the secrets of a description.
     *
     * @param statements further statements of settings
     */
    static KnownSecrets of(AgroalConnectionFactoryConfiguration sessions, Collection<String> statements) {
        Map<String, String> forms = forms();
        String url = sessions.jdbcUrl();
        if (url != null && !url.isEmpty()) {
            ShownUrl shown = ShownUrl.read(url);
            shown.hidden().forEach(value -> addValue(forms, value));
            if (!shown.text().equals(url)) {
                add(forms, url, shown.text());
            }
        }
        for (Properties properties : List.of(sessions.jdbcProperties(), sessions.xaProperties())) {
            addAll(forms, properties, name -> !ShownUrl.isListed(name));
        }
        Principal user = sessions.principal();
        if (user instanceof RequestedUser) {
            addText(forms, user.getName());
        }
        addStatement(forms, sessions.initialSql());
        statements.forEach(statement -> addStatement(forms, statement));
        return new KnownSecrets(forms);
    }

    /** Adds the credentials of a session about to be opened; those of the session before stay known. */
    synchronized void heard(Properties credentials) {
        HeardLogin now = login;
        if (!now.properties().equals(credentials)) {
            Map<String, String> forms = forms();
            addAll(forms, credentials, name -> true);
            Properties copy = new Properties();
            copy.putAll(credentials);
            login = new HeardLogin(copy, forms, now.forms());
        }
    }

    /** Returns forms in the order of their length, the longest first, so that no form hides a part of a longer one. */
    private static Map<String, String> forms() {
        return new TreeMap<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
    }

    private static void addAll(Map<String, String> forms, Properties properties, Predicate<String> isSecret) {
        for (String name : properties.stringPropertyNames()) {
            if (name.equalsIgnoreCase("password")) {
                addText(forms, properties.getProperty(name));
            } else if (!LOGIN.contains(name.toLowerCase(Locale.ROOT)) && isSecret.test(name)) {
                addValue(forms, properties.getProperty(name));
            }
        }
    }

    private static void addStatement(Map<String, String> forms, @Nullable String sql) {
        if (sql != null) {
            addValue(forms, sql.strip());
        }
    }

    /** Adds a value that is a secret only perhaps. */
    private static void addValue(Map<String, String> forms, String value) {
        if (value.length() >= SHORTEST_VALUE && !FLAGS.contains(value.toLowerCase(Locale.ROOT))) {
            addText(forms, value);
        }
    }

    /** Adds a text, its decoded form, and its parts between punctuation, which a driver may take for parts of a URL. */
    private static void addText(Map<String, String> forms, String text) {
        add(forms, text, HIDDEN);
        String decoded = decoded(text);
        if (!decoded.equals(text)) {
            add(forms, decoded, HIDDEN);
        }
        String[] parts = MARKS.split(decoded);
        for (String part : parts.length > 1 ? parts : new String[0]) {
            if (part.length() >= SHORTEST_PART) {
                add(forms, part, HIDDEN);
            }
        }
    }

    private static void add(Map<String, String> forms, String text, String shown) {
        if (text.isEmpty()) {
            return;
        }
        Set<String> spellings = new LinkedHashSet<>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        String percent = encoded.replace("+", "%20");
        spellings.addAll(List.of(text, encoded, percent, lowerHex(encoded), lowerHex(percent)));
        spellings.add(text.replace("'", "''"));
        spellings.add(text.replace("\"", "\"\""));
        String escaped = text.replace("\\", "\\\\");
        spellings.addAll(List.of(escaped, escaped.replace("'", "\\'"), escaped.replace("\"", "\\\"")));
        if (text.length() >= SHORTEST_PART) {
            spellings.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
            spellings.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
        spellings.forEach(spelling -> forms.putIfAbsent(spelling, shown));
    }

    private static String lowerHex(String encoded) {
        return Pattern.compile("%..")
                .matcher(encoded)
                .replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT));
    }

    private static String decoded(String text) {
        try {
            return text.indexOf('%') < 0 ? text : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a percent sign that begins no escape
        }
    }

    /** Returns the text without secrets; null if it has one in a form in which it cannot be removed. */
    @Nullable
    String clean(String text) {
        String clean = text;
        HeardLogin heard = login;
        for (Map<String, String> forms : List.of(heard.forms(), heard.before(), fixed)) {
            for (Map.Entry<String, String> form : forms.entrySet()) {
                clean = without(clean, form.getKey(), form.getValue());
            }
        }
        String decoded = decoded(clean);
        return decoded.equals(clean) || !quotes(decoded, heard) ? clean : null;
    }

    private boolean quotes(String text, HeardLogin heard) {
        List<String> forms = new ArrayList<>(heard.forms().keySet());
        forms.addAll(heard.before().keySet());
        forms.addAll(fixed.keySet());
        return forms.stream().anyMatch(form -> !without(text, form, HIDDEN).equals(text));
    }

    /** Returns the text, or a remark if it has a secret in a form in which it cannot be removed. */
    String shown(String text) {
        String clean = clean(text);
        return clean == null ? "(not shown, because it has a secret)" : clean;
    }

    private static String without(String text, String secret, String shown) {
        if (!text.contains(secret)) {
            return text;
        }
        if (secret.length() >= LONG) {
            return text.replace(secret, shown);
        }
        String before = Character.isLetterOrDigit(secret.charAt(0)) ? "(?<![\\p{L}\\p{N}])" : "";
        String after = Character.isLetterOrDigit(secret.charAt(secret.length() - 1)) ? "(?![\\p{L}\\p{N}])" : "";
        return Pattern.compile(before + Pattern.quote(secret) + after)
                .matcher(text)
                .replaceAll(Matcher.quoteReplacement(shown));
    }
}
