package dev.sluice.batch.rows;

import java.util.ArrayList;
import java.util.List;

/** Reads a statement once, and replaces each named parameter by a question mark. */
final class SqlScanner {

    private final String text;
    private final StringBuilder sql = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private int at;
    private boolean begun;
    private boolean ended;

    SqlScanner(String text) {
        this.text = text;
    }

    String sql() {
        return sql.toString().strip();
    }

    List<String> names() {
        return names;
    }

    void scan() throws BadInput {
        while (at < text.length()) {
            step();
        }
        if (!begun) {
            throw new BadInput("the statement is empty");
        }
    }

    private void step() throws BadInput {
        char c = text.charAt(at);
        if (is(at, "--")) {
            int end = text.indexOf('\n', at);
            copyTo(end < 0 ? text.length() : end);
        } else if (is(at, "/*")) {
            copyTo(endOfComment());
        } else if (Character.isWhitespace(c)) {
            copyTo(at + 1);
        } else if (c == ';') {
            ended = true;
            at++;
        } else if (ended) {
            throw new BadInput("there is more than one statement: text follows the semicolon");
        } else {
            begun = true;
            content(c);
        }
    }

    private void content(char c) throws BadInput {
        switch (c) {
            case '\'' -> copyTo(endOfQuote(at, c, isEscaping()));
            case '"', '`' -> copyTo(endOfQuote(at, c, false));
            case '$' -> copyTo(endOfDollars());
            case ':' -> colon();
            case '?' -> questionMark();
            default -> copyTo(at + 1);
        }
    }

    /** Keeps the {@code ??} of PostgreSQL's driver, which means an operator with one {@code ?}. */
    private void questionMark() throws BadInput {
        if (!is(at, "??")) {
            throw new BadInput("there is a ? at character " + (at + 1)
                    + ": parameters have names, as in :name, and PostgreSQL's operators with a ? are written with ??");
        }
        copyTo(at + 2);
    }

    private void colon() throws BadInput {
        int end = endOfName(at + 1);
        if (is(at, "::")) {
            copyTo(at + 2);
        } else if (is(at, ":\"") && !isGlued()) {
            quotedName();
        } else if (end == at + 1 || isGlued()) {
            copyTo(at + 1);
        } else {
            names.add(text.substring(at + 1, end));
            sql.append('?');
            at = end;
        }
    }

    /** Reads a column whose name is no identifier: {@code :"Trip ID"}. A quote in the name is doubled. */
    private void quotedName() throws BadInput {
        int end = endOfQuote(at + 1, '"', false);
        String name = text.substring(at + 2, end - 1).replace("\"\"", "\"");
        if (name.isBlank()) {
            throw new BadInput("the name of the parameter at character " + (at + 1) + " is empty");
        }
        names.add(name);
        sql.append('?');
        at = end;
    }

    /** Returns whether the colon belongs to the text before it, as in a slice. */
    private boolean isGlued() {
        return isWord(at - 1) || (at > 0 && ")]'\"`".indexOf(text.charAt(at - 1)) >= 0);
    }

    /** Returns whether a string has PostgreSQL's form E'…', in which a backslash escapes the next character. */
    private boolean isEscaping() {
        return at > 0 && "eE".indexOf(text.charAt(at - 1)) >= 0 && !isWord(at - 2);
    }

    private int endOfQuote(int begin, char quote, boolean escaping) throws BadInput {
        int i = begin + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == quote && (i + 1 == text.length() || text.charAt(i + 1) != quote)) {
                return i + 1;
            }
            i += c == quote || (escaping && c == '\\') ? 2 : 1;
        }
        throw notClosed("quote");
    }

    private int endOfDollars() throws BadInput {
        int end = endOfName(at + 1);
        if (isWord(at - 1) || !is(end, "$")) {
            return at + 1;
        }
        String tag = text.substring(at, end + 1);
        int close = text.indexOf(tag, end + 1);
        if (close < 0) {
            throw notClosed("dollar quote");
        }
        return close + tag.length();
    }

    private int endOfComment() throws BadInput {
        int depth = 0;
        for (int i = at; i < text.length(); i++) {
            if (is(i, "/*")) {
                depth++;
                i++;
            } else if (is(i, "*/")) {
                depth--;
                i++;
            }
            if (depth == 0) {
                return i + 1;
            }
        }
        throw notClosed("comment");
    }

    private int endOfName(int start) {
        int i = start;
        while (i < text.length() && isOfName(text.charAt(i), i > start)) {
            i++;
        }
        return i;
    }

    private static boolean isOfName(char c, boolean inside) {
        return c == '_' || Character.isLetter(c) || (inside && Character.isDigit(c));
    }

    private boolean isWord(int index) {
        return index >= 0 && (isOfName(text.charAt(index), true) || text.charAt(index) == '$');
    }

    private boolean is(int index, String what) {
        return text.startsWith(what, index);
    }

    private void copyTo(int end) {
        sql.append(text, at, end);
        at = end;
    }

    private BadInput notClosed(String what) {
        return new BadInput("the " + what + " that begins at character " + (at + 1) + " is not closed");
    }
}
