package dev.sluice.jdbc.url;

import java.util.Locale;
import java.util.regex.Pattern;

/** The spellings of parameters in JDBC URLs. */
@SuppressWarnings("ImmutableEnumChecker") // a pattern is immutable
enum ParameterSyntax {
    OF_QUERY('?', "&", "[^;\\\\'\"#?&=]*", false),
    WITHOUT_CASE(';', ";", "[A-Za-z0-9_.*-]*", true),
    OF_H2(';', ";", "[A-Za-z0-9_,-]*", true);

    final char begin;
    final String separator;
    final Pattern plainValue;
    final boolean isCaseIgnored;

    /**
     * @param begin the character in front of the first parameter
     * @param separator the text between two parameters
     * @param plainValue matches the values that a request may set
     * @param isCaseIgnored whether the driver ignores the case of names
     */
    ParameterSyntax(char begin, String separator, String plainValue, boolean isCaseIgnored) {
        this.begin = begin;
        this.separator = separator;
        this.plainValue = Pattern.compile(plainValue);
        this.isCaseIgnored = isCaseIgnored;
    }

    /** Returns the name as the driver compares it. */
    String spelt(String name) {
        return isCaseIgnored ? name.toLowerCase(Locale.ROOT) : name;
    }
}
