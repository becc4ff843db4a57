package dev.sluice.batch.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A statement with named parameters")
@Tag("fast")
class NamedSqlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "insert into t values (:id, :name)|insert into t values (?, ?)|id name",
                "insert into t values(:id,:name)|insert into t values(?,?)|id name",
                "update t set a = :a where a <> :a and b = :b|update t set a = ? where a <> ? and b = ?|a a b",
                "select f(:a_1, :_b, :Größe)|select f(?, ?, ?)|a_1 _b Größe",
                ":a|?|a",
                "select 1 where 2=:a|select 1 where 2=?|a",
                "select concat('x',:a)|select concat('x',?)|a",
                "select -:a|select -?|a",
                "select :a::int|select ?::int|a",
                "select :a :: int|select ? :: int|a",
                "select cast(:a as int)|select cast(? as int)|a",
                "select array[:a, :b]|select array[?, ?]|a b",
                "select x[:n]|select x[?]|n",
                "select {fn f(:a)}|select {fn f(?)}|a",
                "insert into t values (:a);|insert into t values (?)|a",
                "insert into t values (:a) ; -- end|insert into t values (?)  -- end|a",
                "insert into t values (:a);;/* end */ ;|insert into t values (?)/* end */|a"
            })
    @DisplayName("has a question mark for each, and their names in order")
    void parameters(String statement, String sql, String names) throws Exception {
        NamedSql parsed = NamedSql.parse(statement);

        assertThat(parsed.sql()).isEqualTo(sql);
        assertThat(String.join(" ", parsed.names())).isEqualTo(names);
    }

    @Test
    @DisplayName("takes any name in double quotes after a colon, with a quote in it doubled")
    void quotedNames() throws Exception {
        NamedSql parsed = NamedSql.parse(
                "insert into t(\"Trip ID\", b) values (:\"Trip ID\", :\"a \"\"b\"\"\") -- x::\"T\" y[1:\"n\"]");

        assertThat(parsed.sql()).startsWith("insert into t(\"Trip ID\", b) values (?, ?)");
        assertThat(parsed.names()).containsExactly("Trip ID", "a \"b\"");
        assertThat(NamedSql.parse("select :a::\"T\", y[1:\"n\"]").names()).containsExactly("a");
        assertThatThrownBy(() -> NamedSql.parse("select :\"\"")).hasMessageContaining("character 8 is empty");
        assertThatThrownBy(() -> NamedSql.parse("select :\"a")).hasMessageContaining("is not closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select ':a ?; ''--:b /* '",
                "select ''",
                "select ''''",
                "select \":a\"\"? ;\"",
                "select `:a? ;`",
                "select E'it\\'s :a ? ;'",
                "select e'\\\\' || E'''\\'' || E'a''\\':b'",
                "select (E'\\':a')",
                "select U&'\\0041:a'",
                "select $$:a ? ; '$$",
                "select $x$ $$ :a $y$ ? $x$",
                "select $_1$:a$_1$",
                "select 1 -- :a ? ; '",
                "select 1 -- :a\n + 2",
                "select 1 /* :a ? ; ' */ + 2",
                "select 1 /* a /* :b */ :c */ + 2",
                "/* :a */ select 1",
                "select 1 /**/",
                "select x::int, y::text[]",
                "select a[1:2], a[1:n], a[m:n], a[(m):n], a[b[1]:n]",
                "select json_object('k':v, \"k\":v)",
                "a := 1",
                "select ': '",
                "select 1 : 2",
                "select foo$bar$ + $1",
                "select x:",
                "select 1 - 2 / 3 * 4",
                "select 'a' 'b', N'c', B'01', x'ff'"
            })
    @DisplayName("has none in quotes, comments, casts, slices and assignments, and stays as it is")
    void untouched(String statement) throws Exception {
        NamedSql parsed = NamedSql.parse(statement);

        assertThat(parsed.sql()).isEqualTo(statement);
        assertThat(parsed.names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "select ':x', :a|select ':x', ?",
                "select '\\', :a|select '\\', ?",
                "select E'\\\\', :a|select E'\\\\', ?",
                "select type'\\', :a|select type'\\', ?",
                "select $$ $ $$, :a|select $$ $ $$, ?",
                "select $a$ $b$ $a$, :a|select $a$ $b$ $a$, ?",
                "select /* /* */ */ :a|select /* /* */ */ ?",
                "select /*/ */ :a|select /*/ */ ?",
                "select \"a'b\", :a|select \"a'b\", ?",
                "select x$a, :a|select x$a, ?",
                "select a-:a|select a-?",
                "select a/:a|select a/?"
            })
    @DisplayName("continues behind quoted text")
    void behind(String statement, String sql) throws Exception {
        NamedSql parsed = NamedSql.parse(statement);

        assertThat(parsed.sql()).isEqualTo(sql);
        assertThat(parsed.names()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", ";", " ; ; ", "-- select 1", "/* select 1 */", "/**/;"})
    @DisplayName("is refused if it is empty")
    void empty(String statement) {
        assertRefused(statement, "the statement is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 1; select 2", "select ';';x", "select 1;\n-- a\n:b", ";select 1", "select 1;''"})
    @DisplayName("is refused if it is more than one")
    void several(String statement) {
        assertRefused(statement, "there is more than one statement: text follows the semicolon");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "select 'a|quote|8",
                "select 'a''|quote|8",
                "select E'a\\'|quote|9",
                "select E'a\\|quote|9",
                "select \"a|quote|8",
                "select `a|quote|8",
                "select $$a$|dollar quote|8",
                "select $x$ $X$ $$|dollar quote|8",
                "select /* a|comment|8",
                "select /* /* */|comment|8",
                "select /*/|comment|8",
                "'|quote|1"
            })
    @DisplayName("is refused with an unclosed quote or comment, and names its begin")
    void notClosed(String statement, String what, int where) {
        assertRefused(statement, "the " + what + " that begins at character " + where + " is not closed");
    }

    @Test
    @DisplayName("may have PostgreSQL's operators with a question mark, in the spelling of its driver")
    void operators() throws BadInput {
        NamedSql parsed =
                NamedSql.parse("insert into t select :a where doc ?? 'k' and doc ??| :b and doc ??& array['c']");

        assertThat(parsed.names()).containsExactly("a", "b");
        assertThat(parsed.sql())
                .isEqualTo("insert into t select ? where doc ?? 'k' and doc ??| ? and doc ??& array['c']");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f(:a, ?)", "a = $$?$$ ? b", "doc ?| :a"})
    @DisplayName("is refused with a question mark of its own, because its meaning is unknown")
    void questionMark(String statement) {
        assertThatThrownBy(() -> NamedSql.parse(statement))
                .isInstanceOf(BadInput.class)
                .hasMessageMatching("there is a \\? at character \\d+: parameters have names, as in :name,.*");
    }

    @Test
    @DisplayName("is refused in linear time, however long it is")
    void longOnes() {
        assertRefused("/*".repeat(100_000), "the comment that begins at character 1 is not closed");
        assertRefused("'" + "''".repeat(100_000), "the quote that begins at character 1 is not closed");
    }

    private static void assertRefused(String statement, String message) {
        assertThatThrownBy(() -> NamedSql.parse(statement))
                .isInstanceOf(BadInput.class)
                .hasMessage(message);
    }
}
