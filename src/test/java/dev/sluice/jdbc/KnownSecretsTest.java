package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The secrets that a pool knows")
@Tag("fast")
class KnownSecretsTest {

    private static final String PASSWORD = "p@ss:w/rd;&?#%\"'\\ zwölf";

    private static KnownSecrets of(String url, String... properties) {
        AgroalConnectionFactoryConfigurationSupplier sessions = new AgroalConnectionFactoryConfigurationSupplier();
        sessions.jdbcUrl(url);
        for (int i = 0; i < properties.length; i += 2) {
            sessions.jdbcProperty(properties[i], properties[i + 1]);
        }
        KnownSecrets secrets = KnownSecrets.of(sessions.get(), List.of("set role 'geheim'"));
        secrets.heard(login(PASSWORD));
        return secrets;
    }

    private static Properties login(String password) {
        Properties login = new Properties();
        login.setProperty("user", "app");
        login.setProperty("password", password);
        return login;
    }

    @Test
    @DisplayName("are removed in each form in which a driver may quote them")
    void forms() {
        KnownSecrets secrets = of("jdbc:postgresql://db/o?apiKey=s3cr3t%2Fkey", "passphrase", "correct horse");
        String encoded = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
        for (String form : List.of(
                PASSWORD,
                encoded,
                encoded.replace("+", "%20"),
                PASSWORD.replace("'", "''"),
                PASSWORD.replace("\\", "\\\\").replace("\"", "\\\""),
                Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8)),
                "s3cr3t%2Fkey",
                "s3cr3t/key",
                "correct horse",
                "correct+horse",
                "set role 'geheim'",
                "jdbc:postgresql://db/o?apiKey=s3cr3t%2Fkey")) {
            assertThat(secrets.shown("refused \"" + form + "\" by db"))
                    .as(form)
                    .startsWith("refused \"")
                    .endsWith("\" by db")
                    .doesNotContain(form);
        }
        assertThat(secrets.shown("no route to jdbc:postgresql://db/o?apiKey=s3cr3t%2Fkey"))
                .isEqualTo("no route to jdbc:postgresql://db/o?…");
    }

    @Test
    @DisplayName("make a message untrusted that has them in another encoding")
    void otherEncoding() {
        assertThat(of("jdbc:postgresql://db/o?apiKey=hunter2/3").clean("at h%75nter2%2F3"))
                .isNull();
    }

    @ParameterizedTest
    @DisplayName("leave other texts alone")
    @ValueSource(
            strings = {
                "FATAL: password authentication failed for user \"app\"",
                "Connection to db:5432 refused after 100 % of 5 s.",
                "orders: true, 12 of 30"
            })
    void others(String text) {
        assertThat(of("jdbc:postgresql://db/orders?tcpKeepAlive=true", "logger", "true", "level", "12")
                        .shown(text))
                .isEqualTo(text);
    }

    @Test
    @DisplayName("are removed as whole words if they are short")
    void shortWords() {
        KnownSecrets secrets = of("jdbc:postgresql://db/orders");
        secrets.heard(login("ora"));
        assertThat(secrets.shown("oracle said: ora, ora-1017, password=ora"))
                .isEqualTo("oracle said: ***, ***-1017, password=***");
    }

    @Test
    @DisplayName("stay known for the session before a rotation")
    void rotation() {
        KnownSecrets secrets = of("jdbc:postgresql://db/orders");
        secrets.heard(login("the next one"));
        assertThat(secrets.shown(PASSWORD + " and the next one")).isEqualTo("*** and ***");
    }

    @Test
    @Timeout(60)
    @DisplayName("cover both sessions when two open at the same time, around a rotation")
    void concurrentLogins() throws Exception {
        for (int i = 0; i < 300; i++) {
            KnownSecrets secrets = of("jdbc:postgresql://db/orders");
            CyclicBarrier together = new CyclicBarrier(2);
            Thread other = new Thread(() -> hear(secrets, "the one before", together));
            other.start();
            hear(secrets, "the next one", together);
            other.join(20_000);
            assertThat(secrets.shown("the one before, the next one")).isEqualTo("***, ***");
        }
    }

    private static void hear(KnownSecrets secrets, String password, CyclicBarrier together) {
        try {
            together.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        secrets.heard(login(password));
    }

    @Test
    @DisplayName("are removed from a failure and all its causes, whose kind, SQLSTATE, code and stack stay")
    void failures() {
        KnownSecrets secrets = of("jdbc:postgresql://db/orders");
        SQLException driver = new SQLInvalidAuthorizationSpecException(
                "no " + PASSWORD, "28P01", 7, new IllegalStateException("because of " + PASSWORD));
        driver.setNextException(new SQLException("next " + PASSWORD));
        driver.addSuppressed(new IllegalArgumentException("also " + PASSWORD));

        Throwable clean = CleanFailure.of(secrets, driver);

        assertThat(clean)
                .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
                .hasMessage("no ***");
        SQLException sql = (SQLException) clean;
        assertThat(sql.getSQLState()).isEqualTo("28P01");
        assertThat(sql.getErrorCode()).isEqualTo(7);
        assertThat(sql.getStackTrace()).isEqualTo(driver.getStackTrace());
        assertThat(sql.getCause()).hasMessage("because of ***");
        assertThat(sql.getNextException().getMessage()).isEqualTo("next ***");
        assertThat(sql.getSuppressed()[0]).hasMessage("also ***");
    }

    @Test
    @DisplayName("change no failure that does not quote them")
    void sameObject() {
        SQLException failure = new SQLException("connection refused", "08001", new IllegalStateException("no route"));
        assertThat(CleanFailure.of(of("jdbc:postgresql://db/orders"), failure)).isSameAs(failure);
    }

    @Test
    @DisplayName("include the whole message of a failed statement of a setting")
    void statements() {
        assertThat(CleanFailure.withoutMessage(new SQLException("syntax error at or near \"geheim\"", "42601", 3))
                        .getMessage())
                .startsWith("SQLException, SQLSTATE 42601, code 3")
                .doesNotContain("geheim");
    }

    @ParameterizedTest
    @DisplayName("are in no statement of a holder: texts in quotes and comments are hidden, and changes of users")
    @ValueSource(
            strings = {
                "select 'geheim', \"geheim\", `geheim`, $$geheim$$, $x$geheim$x$",
                "select 1 -- geheim",
                "select /* geheim */ 1",
                "select 'it''s geheim', 'a\\' geheim'",
                "alter user app identified by geheim",
                "CREATE ROLE app PASSWORD 'geheim'",
                "set password = geheim"
            })
    void ofHolders(String sql) {
        assertThat(ShownStatement.of(sql)).doesNotContain("geheim").contains("…");
    }
}
