package dev.sluice.batch.rows;

import java.util.List;

/**
 * A statement with named parameters, {@code :name}, translated for JDBC with a {@code ?} for each. A name has letters,
 * digits and {@code _}, and does not begin with a digit; any other name is in double quotes, {@code :"Trip ID"}.
 * Immutable.
 *
 * <p>Strings, quoted names, comments and dollar quotes have no parameters. A colon after another colon, a word, a
 * number, a quote or a closing bracket is no parameter either: {@code x::int} and {@code a[1:n]} are not changed.
 */
public final class NamedSql {

    private final String sql;
    private final List<String> names;

    private NamedSql(String sql, List<String> names) {
        this.sql = sql;
        this.names = List.copyOf(names);
    }

    /**
     * Reads a statement. A {@code ?} is refused, because it may be a parameter without a name or an operator;
     * PostgreSQL's operator is written {@code ??}.
     *
     * @throws BadInput if the text is blank, is more than one statement, has an unclosed part, or a {@code ?}
     */
    public static NamedSql parse(String statement) throws BadInput {
        SqlScanner scanner = new SqlScanner(statement);
        scanner.scan();
        return new NamedSql(scanner.sql(), scanner.names());
    }

    /** Returns the statement for JDBC, without the semicolon at its end. */
    public String sql() {
        return sql;
    }

    /** Returns the names of its parameters, one for each {@code ?}, in order; a repeated name occurs repeatedly. */
    public List<String> names() {
        return names;
    }
}
