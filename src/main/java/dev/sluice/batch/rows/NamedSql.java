package dev.sluice.batch.rows;

import java.util.List;

/**
 * A statement with named parameters, {@code :name}, translated for JDBC with a {@code ?} for each. A name has
 * letters, digits and {@code _}, and does not begin with a digit; any other name is in double quotes, {@code :"Trip
 * ID"}. Immutable.
 *
 * <p>Strings, quoted names, comments and dollar quotes have no parameters. Neither has a colon that follows another
 * colon, a word, a number, a quote or a closing bracket: {@code x::int} and {@code a[1:n]} stay as they are.
 */
public final class NamedSql {

    private final String sql;
    private final List<String> names;

    private NamedSql(String sql, List<String> names) {
        this.sql = sql;
        this.names = List.copyOf(names);
    }

    /**
     * Reads one.
     *
     * @throws BadInput if it is blank, more than one statement, has something that is not closed, or a {@code ?} that is a
     *     parameter without a name or an operator, which JDBC cannot tell apart; {@code ??} is PostgreSQL's operator
     */
    public static NamedSql parse(String statement) throws BadInput {
        SqlScanner scanner = new SqlScanner(statement);
        scanner.scan();
        return new NamedSql(scanner.sql(), scanner.names());
    }

    /** The statement for JDBC, without the semicolon at its end. */
    public String sql() {
        return sql;
    }

    /** The names of its parameters, one for each {@code ?}, in their order; so one that is used twice is there twice. */
    public List<String> names() {
        return names;
    }
}
