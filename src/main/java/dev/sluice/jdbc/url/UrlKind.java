package dev.sluice.jdbc.url;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of JDBC URLs that a request may contain, with the parameters that it may set in them. A parameter is listed
 * only if none of its values loads a class, opens a file, runs a statement, or redirects the socket.
 */
enum UrlKind {
    /** {@code jdbc:postgresql://host:port,…/database?name=value&…} */
    POSTGRESQL(
            "jdbc:postgresql:",
            5432,
            HostSyntax.LIST,
            ParameterSyntax.OF_QUERY,
            "ApplicationName adaptiveFetch adaptiveFetchMaximum adaptiveFetchMinimum assumeMinServerVersion autosave"
                    + " binaryTransfer cancelSignalTimeout channelBinding cleanupSavepoints connectTimeout currentSchema"
                    + " databaseMetadataCacheFields databaseMetadataCacheFieldsMiB defaultRowFetchSize"
                    + " disableColumnSanitiser escapeSyntaxCallMode gssEncMode hideUnprivilegedObjects"
                    + " hostRecheckSeconds loadBalanceHosts logServerErrorDetail logUnclosedConnections loginTimeout"
                    + " maxResultBuffer preferQueryMode prepareThreshold preparedStatementCacheQueries"
                    + " preparedStatementCacheSizeMiB queryTimeout quoteReturningIdentifiers reWriteBatchedInserts"
                    + " readOnly readOnlyMode receiveBufferSize requireAuth sendBufferSize socketTimeout ssl"
                    + " sslNegotiation sslResponseTimeout sslmode stringtype targetServerType tcpKeepAlive tcpNoDelay"
                    + " unknownLength"),
    /** {@code jdbc:mariadb://host:port,…/database?name=value&…} */
    MARIADB(
            "jdbc:mariadb:",
            3306,
            HostSyntax.LIST,
            ParameterSyntax.OF_QUERY,
            "autocommit cachePrepStmts connectTimeout defaultFetchSize maxAllowedPacket prepStmtCacheSize"
                    + " socketTimeout sslMode tcpKeepAlive tcpNoDelay tinyInt1isBit transactionIsolation"
                    + " transformedBitIsBoolean useAffectedRows useBulkStmts useCompression useServerPrepStmts useSsl"
                    + " yearIsDateType"),
    /** {@code jdbc:mysql://host:port,…/database?name=value&…} */
    MYSQL(
            "jdbc:mysql:",
            3306,
            HostSyntax.LIST,
            ParameterSyntax.OF_QUERY,
            "cachePrepStmts connectTimeout defaultFetchSize prepStmtCacheSize prepStmtCacheSqlLimit requireSSL"
                    + " rewriteBatchedStatements socketTimeout sslMode tcpKeepAlive tcpNoDelay tinyInt1isBit"
                    + " useAffectedRows useCompression useSSL useServerPrepStmts verifyServerCertificate"
                    + " yearIsDateType"),
    /** {@code jdbc:oracle:thin:@//host:port/service} or {@code jdbc:oracle:thin:@host:port:sid} */
    ORACLE(
            "jdbc:oracle:thin:@",
            1521,
            HostSyntax.ORACLE,
            ParameterSyntax.OF_QUERY,
            "connect_timeout expire_time retry_count retry_delay transport_connect_timeout"),
    /** {@code jdbc:sqlserver://host\instance:port;name=value;…} */
    SQL_SERVER(
            "jdbc:sqlserver:",
            1433,
            HostSyntax.SQL_SERVER,
            ParameterSyntax.WITHOUT_CASE,
            "applicationIntent applicationName cancelQueryTimeout connectRetryCount connectRetryInterval database"
                    + " databaseName disableStatementPooling encrypt hostNameInCertificate lockTimeout loginTimeout"
                    + " multiSubnetFailover packetSize queryTimeout responseBuffering selectMethod"
                    + " sendStringParametersAsUnicode sendTimeAsDatetime socketTimeout statementPoolingCacheSize"
                    + " transparentNetworkIPResolution trustServerCertificate useBulkCopyForBatchInsert xopenStates"),
    /** {@code jdbc:h2:mem:name;NAME=value;…}: a database in this process, so that no credentials leave it. */
    H2_IN_MEMORY(
            "jdbc:h2:mem:",
            HostPort.ANY_KIND,
            HostSyntax.NONE,
            ParameterSyntax.OF_H2,
            "CASE_INSENSITIVE_IDENTIFIERS DATABASE_TO_LOWER DATABASE_TO_UPPER DB_CLOSE_DELAY DEFAULT_LOCK_TIMEOUT"
                    + " DEFAULT_NULL_ORDERING FORBID_CREATION IFEXISTS LOCK_TIMEOUT MODE NON_KEYWORDS");

    /** The parameters that decide whether, and how well, a connection is encrypted, in lower case. */
    private static final Set<String> ENCRYPTION = Set.of(
            "channelbinding",
            "encrypt",
            "gssencmode",
            "hostnameincertificate",
            "requireauth",
            "trustservercertificate",
            "verifyservercertificate");

    private final String prefix;
    private final int defaultPort;
    private final HostSyntax hosts;
    private final ParameterSyntax parameters;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
    private final Set<String> harmless;

    UrlKind(String prefix, int defaultPort, HostSyntax hosts, ParameterSyntax parameters, String harmless) {
        this.prefix = prefix;
        this.defaultPort = defaultPort;
        this.hosts = hosts;
        this.parameters = parameters;
        UnaryOperator<String> spelt = parameters::spelt;
        this.harmless =
                Set.copyOf(List.of(harmless.split(" ")).stream().map(spelt).toList());
    }

    /** Returns the kind by the beginning of the URL, which drivers require in lower case, or null if none matches. */
    static @Nullable UrlKind of(String url) {
        return Arrays.stream(values())
                .filter(kind -> url.startsWith(kind.prefix))
                .findFirst()
                .orElse(null);
    }

    /** Returns the beginnings of all kinds as an enumeration. */
    static String beginnings() {
        List<String> all = Arrays.stream(values())
                .map(kind -> kind.prefix + kind.hosts.begin())
                .toList();
        int last = all.size() - 1;
        return String.join(", ", all.subList(0, last)) + " or " + all.get(last);
    }

    String prefix() {
        return prefix;
    }

    int defaultPort() {
        return defaultPort;
    }

    /** Returns the spelling of the part in front of the parameters. */
    HostSyntax hosts() {
        return hosts;
    }

    ParameterSyntax parameters() {
        return parameters;
    }

    /** Returns whether a request may set the parameter. */
    boolean isHarmless(String parameter) {
        return harmless.contains(parameters.spelt(parameter));
    }

    /** Returns whether the parameter concerns encryption. */
    static boolean isEncryption(String parameter) {
        String lower = parameter.toLowerCase(Locale.ROOT);
        return lower.contains("ssl") || lower.contains("tls") || ENCRYPTION.contains(lower);
    }
}
