package dev.sluice.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC URL as shown to users: its kind, its hosts and ports, the name of its database, and the values of listed
 * parameters. Everything else is replaced by {@code …}. A URL of an unknown form is shown by its kind only. Immutable.
 */
public final class ShownUrl {

    private static final String HIDDEN = "…";
    private static final String NAME = "[A-Za-z0-9_$.-]{1,63}";
    private static final Pattern PLAIN_VALUE = Pattern.compile("[A-Za-z0-9_.-]{0,32}");

    /** The parameters whose values are shown, in lower case: flags, numbers, durations and choices of drivers. */
    private static final Set<String> LISTED = Set.of(
            ("adaptivefetch applicationintent applicationname autosave binarytransfer cacheprepstmts case_insensitive_identifiers"
                            + " channelbinding connect_timeout connectretrycount connectretryinterval connecttimeout"
                            + " currentschema"
                            + " database databasename database_to_lower database_to_upper db_close_delay"
                            + " db_close_on_exit default_lock_timeout defaultfetchsize defaultrowfetchsize encrypt"
                            + " forbid_creation gssencmode hostrecheckseconds ifexists loadbalancehosts lock_timeout"
                            + " locktimeout logintimeout mode multisubnetfailover packetsize preferquerymode"
                            + " preparethreshold querytimeout readonly readonlymode requiressl retry_count retry_delay"
                            + " rewritebatchedinserts rewritebatchedstatements sockettimeout ssl sslmode"
                            + " sslnegotiation stringtype targetservertype tcpkeepalive tcpnodelay"
                            + " transport_connect_timeout trustservercertificate usecompression useserverprepstmts"
                            + " usessl verifyservercertificate")
                    .split(" "));

    private final String text;
    private final List<String> hidden;

    /** The kinds of URLs, in the order in which their beginnings are compared. */
    @SuppressWarnings("ImmutableEnumChecker") // a pattern is immutable
    private enum Form {
        POSTGRESQL("jdbc:postgresql:", "(?://([^/]*))?/?(?:" + NAME + ")?", '?', "&"),
        MARIADB("jdbc:mariadb:", "//([^/]*)(?:/(?:" + NAME + ")?)?", '?', "&"),
        MYSQL("jdbc:mysql:", "//([^/]*)(?:/(?:" + NAME + ")?)?", '?', "&"),
        ORACLE(
                "jdbc:oracle:thin:",
                "@(?://)?(\\[[^\\]]*](?::[0-9]{1,5})?|[^/:]*(?::[0-9]{1,5})?)[/:]" + NAME,
                '?',
                "&"),
        SQL_SERVER("jdbc:sqlserver:", "//([^\\\\;/]*?)(?:\\\\[A-Za-z0-9_$]{1,16}(?::[0-9]{1,5})?)?", ';', ";"),
        H2_IN_MEMORY("jdbc:h2:mem:", "(?:" + NAME + ")?", ';', ";"),
        H2_OVER_TCP("jdbc:h2:tcp:", "//([^/]*)/" + NAME, ';', ";"),
        H2_OVER_TLS("jdbc:h2:ssl:", "//([^/]*)/" + NAME, ';', ";"),
        H2_FILE("jdbc:h2:file:", null, ';', ";"),
        H2("jdbc:h2:", null, ';', ";"),
        OTHER("jdbc:", null, '?', "&");

        final String prefix;
        final @Nullable Pattern place;
        final char begin;
        final String separator;

        Form(String prefix, @Nullable String place, char begin, String separator) {
            this.prefix = prefix;
            this.place = place == null ? null : Pattern.compile(place);
            this.begin = begin;
            this.separator = separator;
        }

        static @Nullable Form of(String url) {
            for (Form form : values()) {
                if (url.startsWith(form.prefix)) {
                    return form;
                }
            }
            return null;
        }

        /** Returns whether the text between the kind and the parameters has only hosts, ports and a database. */
        boolean isPlain(String text) {
            Matcher parts = place == null ? null : place.matcher(text);
            return parts != null && parts.matches() && (parts.groupCount() == 0 || areHosts(parts.group(1)));
        }

        private static boolean areHosts(@Nullable String hosts) {
            if (hosts == null || hosts.isEmpty()) {
                return true;
            }
            for (String host : hosts.split(",", -1)) {
                if (NetworkAddress.parse(host) == null) {
                    return false;
                }
            }
            return true;
        }
    }

    private ShownUrl(String text, List<String> hidden) {
        this.text = text;
        this.hidden = List.copyOf(hidden);
    }

    /** Returns the shown form of a URL. */
    public static String of(String url) {
        return read(url).text();
    }

    /** Reads a URL of any form. */
    public static ShownUrl read(String url) {
        Form form = Form.of(url);
        if (form == null) {
            return new ShownUrl(HIDDEN, List.of(url));
        }
        String rest = url.substring(form.prefix.length());
        int begin = beginOfParameters(form, rest);
        List<String> hidden = new ArrayList<>();
        String place = place(form, begin < 0 ? rest : rest.substring(0, begin), hidden);
        String parameters = begin < 0 ? "" : parameters(form, rest.substring(begin + 1), hidden);
        return new ShownUrl(form.prefix + place + parameters, hidden);
    }

    /** Returns the place of the first parameter, or -1. A password in front of {@code @} may have any character. */
    private static int beginOfParameters(Form form, String rest) {
        return rest.indexOf(form.begin, form == Form.ORACLE ? Math.max(0, rest.lastIndexOf("@//")) : 0);
    }

    private static String place(Form form, String text, List<String> hidden) {
        int user = form == Form.ORACLE ? text.lastIndexOf("@//") : -1;
        String place = user > 0 ? text.substring(user) : text;
        if (user > 0) {
            hidden.add(text.substring(0, user));
        }
        if (form.isPlain(place)) {
            return (user > 0 ? HIDDEN : "") + place;
        }
        hidden.add(place);
        return HIDDEN;
    }

    private static String parameters(Form form, String text, List<String> hidden) {
        StringBuilder shown = new StringBuilder();
        boolean isAllShown = true;
        for (String pair : text.split(Pattern.quote(form.separator), -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (isListed(name) && PLAIN_VALUE.matcher(value).matches()) {
                shown.append(shown.isEmpty() ? "" : form.separator).append(pair);
            } else if (!pair.isEmpty()) {
                isAllShown = false;
                hidden.add(value.isEmpty() ? name : value);
            }
        }
        if (!isAllShown) {
            shown.append(shown.isEmpty() ? "" : form.separator).append(HIDDEN);
        }
        return shown.isEmpty() ? "" : form.begin + shown.toString();
    }

    /** Returns whether the value of the parameter of a URL, or of a property of a driver, may be shown. */
    public static boolean isListed(String parameter) {
        return LISTED.contains(parameter.toLowerCase(Locale.ROOT));
    }

    /** Returns the shown text. */
    public String text() {
        return text;
    }

    /** Returns the parts that are not shown, as written: user and password, and the values of parameters. */
    public List<String> hidden() {
        return hidden;
    }

    @Override
    public String toString() {
        return text;
    }
}
