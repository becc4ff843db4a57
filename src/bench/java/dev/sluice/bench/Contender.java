package dev.sluice.bench;

import java.util.Arrays;
import java.util.List;

/** The pools that are compared. */
enum Contender {
    /** This project. */
    SLUICE("sluice", "Sluice", SluicePeer::open, GenericPeer::open),
    /** Agroal without Sluice, which keeps its sessions in Agroal. */
    AGROAL("agroal", "Agroal", AgroalPeer::open, null),
    /** HikariCP. */
    HIKARI("hikari", "HikariCP", HikariPeer::open, null),
    /** Tomcat's JDBC pool. */
    TOMCAT("tomcat", "Tomcat", TomcatPeer::open, null),
    /** Commons DBCP 2. */
    DBCP("dbcp2", "DBCP2", DbcpPeer::open, null),
    /** No pool: a connection for each caller. */
    PLAIN("plain", "plain JDBC", null, null),
    /** Stormpot with its tap for platform threads. */
    STORMPOT("stormpot", "Stormpot", null, StormpotPeer::open),
    /** Commons Pool 2. */
    COMMONS_POOL("pool2", "commons-pool2", null, CommonsPoolPeer::open),
    /** No pool but an application with the Quarkus extensions of the service. */
    SAME("same", "same", null, null),
    /** No pool but an application with a few of these extensions. */
    FEW("few", "few", null, null);

    /** The pools of JDBC connections. */
    static final List<Contender> JDBC = List.of(SLUICE, AGROAL, HIKARI, TOMCAT, DBCP);

    /** The pools of any resource. */
    static final List<Contender> GENERIC = List.of(SLUICE, STORMPOT, COMMONS_POOL);

    /** The keyed pools. */
    static final List<Contender> KEYED = List.of(SLUICE, COMMONS_POOL);

    /** The service, and the applications without it. */
    static final List<Contender> APPLICATIONS = List.of(SLUICE, SAME, FEW);

    private final String key;
    private final String title;
    private final Opening<JdbcPeer> jdbc;
    private final Opening<Peer> generic;

    Contender(String key, String title, Opening<JdbcPeer> jdbc, Opening<Peer> generic) {
        this.key = key;
        this.title = title;
        this.jdbc = jdbc;
        this.generic = generic;
    }

    /** Creates a pool. */
    @FunctionalInterface
    private interface Opening<P extends Peer> {
        P open(PeerSettings settings) throws Exception;
    }

    static Contender of(String key) {
        return Arrays.stream(values())
                .filter(each -> each.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown pool: " + key));
    }

    /** Returns the name on the command line. */
    String key() {
        return key;
    }

    /** Returns the name in the table. */
    String title() {
        return title;
    }

    /** Returns whether this JDK can run the pool. */
    boolean runs() {
        return this != STORMPOT || StormpotPeer.exists();
    }

    /** A pool of connections, which may still be opening them. */
    JdbcPeer open(PeerSettings settings) throws Exception {
        return jdbc.open(settings);
    }

    /** A pool of connections that cost nothing, full. */
    JdbcPeer openFree() throws Exception {
        return openFull(PeerSettings.free());
    }

    /** A pool of connections, full. */
    JdbcPeer openFull(PeerSettings settings) throws Exception {
        JdbcPeer peer = open(settings);
        Filling.await(peer, settings.max());
        return peer;
    }

    /** A pool of things that cost nothing, one for each key at least. */
    KeyedPeer openKeyed() throws Exception {
        return this == SLUICE ? SluiceKeyedPeer.open() : CommonsKeyedPeer.open();
    }

    /** A pool of things that cost nothing, full. */
    Peer openGeneric() throws Exception {
        return openGeneric(PeerSettings.SIZE);
    }

    /** A pool of so many of them, full. */
    Peer openGeneric(int size) throws Exception {
        Peer peer = generic.open(PeerSettings.free(size, size));
        Filling.await(peer, size);
        return peer;
    }
}
