package dev.sluice.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The kinds of faults. Slow kinds are chosen less often. */
enum Kind {
    CONNECTION_REFUSED(8, WireFaults::refused, "nobody listens, and all sessions are reset"),
    RESET_AT_THE_DOOR(8, WireFaults::resetAtTheDoor, "connections are accepted and reset"),
    ACCEPTED_AND_SILENT(8, WireFaults::silent, "connections are accepted, and nothing comes"),
    AUTH_NEVER_ANSWERS(8, WireFaults::authNeverAnswers, "the server logs in, and its answers are lost"),
    LATENCY(20, WireFaults::latency, "each piece of data takes 5 to 30 ms"),
    JITTER(20, WireFaults::jitter, "each piece of data takes up to 5 to 30 ms"),
    BANDWIDTH(20, WireFaults::bandwidth, "5 to 55 kB/s"),
    BLACK_HOLE_TO_SERVER(10, WireFaults::blackHoleToServer, "what clients send is lost"),
    BLACK_HOLE_TO_CLIENT(10, WireFaults::blackHoleToClient, "what the server answers is lost"),
    BLACK_HOLE_BEYOND_TIMEOUTS(1, WireFaults::blackHoleBeyondTimeouts, "the same for longer than the driver waits"),
    RESET(30, WireFaults::reset, "all connections are reset"),
    HALF_CLOSE(30, WireFaults::halfClose, "one direction of all connections ends"),
    CUT(30, WireFaults::cut, "connections end in the middle of a message"),
    SLOW_CLOSE(20, WireFaults::slowClose, "sessions are terminated, and clients hear of it 20 to 200 ms later"),
    TERMINATED_IDLE(30, SessionFaults::terminatedIdle, "all sessions are terminated while nobody uses them"),
    TERMINATED_ACTIVE(30, SessionFaults::terminatedActive, "a session is terminated in a statement"),
    TERMINATED_IN_TRANSACTION(30, SessionFaults::terminatedInTransaction, "… before its commit"),
    TERMINATED_MID_FETCH(30, SessionFaults::terminatedMidFetch, "… while its rows are read"),
    TOO_MANY_CONNECTIONS(10, SessionFaults::tooManyConnections, "the server allows one session, or none (53300)"),
    PASSWORD_CHANGED(10, SessionFaults::passwordChanged, "logins are refused (28P01)"),
    SETUP_FAILS(10, SessionFaults::setupFails, "the initial statement of every new session fails"),
    TROUBLE_PASSES(8, SessionFaults::troublePasses, "queries and logins fail with 53xxx, 55P03, 58030, XX000 or 57P03"),
    BROKEN_WHILE_RUNNING(10, BreakFaults::whileRunning, "leases are broken by force while their statements run"),
    READ_ONLY_SWITCH(10, SessionFaults::readOnly, "the server takes no writes for a while"),
    SAYS_DISK_FULL(30, SessionFaults.says("53100", false), "a statement fails with 53100"),
    SAYS_READ_ONLY(30, SessionFaults.says("25006", false), "… with 25006"),
    SAYS_ADMIN_SHUTDOWN(30, SessionFaults.says("57P01", true), "… with 57P01"),
    SAYS_CRASH_SHUTDOWN(30, SessionFaults.says("57P02", true), "… with 57P02"),
    SAYS_CANNOT_CONNECT_NOW(30, SessionFaults.says("57P03", true), "… with 57P03"),
    LATE_CANCEL(30, CallerFaults::lateCancel, "statements are canceled about when they end"),
    INTERRUPTS(30, CallerFaults::interrupts, "clients are interrupted, wherever they are"),
    THROWING_LISTENER(20, CallerFaults::throwingListener, "a listener throws exceptions and errors"),
    CLOSE_THROWS(10, DriverFaults::closeThrows, "the driver's close throws, checked or not"),
    CHECK_NEVER_RETURNS(3, DriverFaults::checkNeverReturns, "the driver's check does not return, nor hear interrupts"),
    FROZEN(8, ServerFaults::frozen, "SIGSTOP to the whole server"),
    SMART_SHUTDOWN(3, ServerFaults::smartShutdown, "SIGTERM: nobody is let in; then as below"),
    FAST_SHUTDOWN(3, ServerFaults::fastShutdown, "SIGINT: all sessions are ended"),
    IMMEDIATE_SHUTDOWN(3, ServerFaults::immediateShutdown, "SIGQUIT: everything is dropped"),
    KILLED(3, ServerFaults::killed, "SIGKILL to the whole server"),
    SESSIONS_KILLED(3, ServerFaults::sessionsKilled, "SIGKILL to sessions, and the server recovers by itself");

    private final int weight;
    private final Strike strike;
    private final String words;

    Kind(int weight, Strike strike, String words) {
        this.weight = weight;
        this.strike = strike;
        this.words = words;
    }

    /** A fault, which has ended when this returns, but for what {@link Site#heal()} heals. */
    @FunctionalInterface
    interface Strike {
        void on(Scene scene) throws Exception;
    }

    void strike(Scene scene) throws Exception {
        strike.on(scene);
    }

    /** Returns the description of the kind. */
    String words() {
        return words;
    }

    /** Returns a kind by chance, by weight. */
    static Kind any(List<Kind> kinds, Random random) {
        int left = random.nextInt(kinds.stream().mapToInt(kind -> kind.weight).sum());
        for (Kind kind : kinds) {
            left -= kind.weight;
            if (left < 0) {
                return kind;
            }
        }
        throw new IllegalStateException();
    }

    /** Returns the kinds with these names, separated by commas; all kinds if the text is empty. */
    static List<Kind> named(String names) {
        return names.isBlank()
                ? List.of(values())
                : Arrays.stream(names.split(",")).map(Kind::valueOf).toList();
    }
}
