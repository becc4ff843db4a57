package dev.sluice.jdbc;

import dev.sluice.pool.store.Activity;
import dev.sluice.pool.store.ActivitySource;
import dev.sluice.pool.store.CapacitySource;
import dev.sluice.pool.store.EndNotices;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.pool.store.Movable;
import dev.sluice.pool.store.OnServer;
import dev.sluice.pool.store.ResourceCheck;
import dev.sluice.pool.store.Severable;
import dev.sluice.pool.store.StoreTraits;
import dev.sluice.pool.store.TagReceiver;
import dev.sluice.pool.store.Target;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import dev.sluice.value.ShownUrl;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Agroal as a store. Agroal opens and closes sessions, wraps them, takes part in transactions and restores their
 * attributes. Selection, waits, growth, validation and expiry belong to the pool; Agroal's own rules for them are
 * switched off (see {@link AgroalSettings}). {@link AgroalLeases} passes leases through Agroal.
 */
final class AgroalStore
        implements ActivitySource<PhysicalConnection>,
                Movable,
                OnServer,
                CapacitySource,
                TagReceiver,
                EndNotices<PhysicalConnection>,
                Severable<PhysicalConnection> {

    private static final Executor SAME_THREAD = Runnable::run;

    private final SessionInventory inventory = new SessionInventory();
    private final boolean namesSessions;
    private final SessionReset reset;
    private final ConnectionValidator validator;
    private volatile Listeners listeners = Listeners.NONE;
    private final SessionSources sources = new SessionSources();
    private final SessionEnding ending = new SessionEnding(inventory, sources, this::create, Ticker.system());
    private final SessionTags tags = new SessionTags();
    private final ConnectionCreation creation;
    private final AgroalLeases leases;
    private volatile SessionSources.@Nullable Moving moving;

    /**
     * @param namesSessions whether the server shows sessions under the names of their connections
     * @param reset prepares sessions for their next users
     * @param validator decides whether an idle connection works
     * @param lender leases a connection for callers that use Agroal directly, such as transaction recovery
     */
    AgroalStore(
            boolean namesSessions,
            SessionReset reset,
            ConnectionValidator validator,
            Supplier<PhysicalConnection> lender) {
        this.namesSessions = namesSessions;
        this.reset = reset;
        this.validator = validator;
        this.creation = new ConnectionCreation(inventory, sources, ending, reset.kind(), tags);
        this.leases = new AgroalLeases(inventory, reset, ending::forget, lender, this::description);
    }

    /** Returns the leases as Agroal sees them. */
    AgroalLeases leases() {
        return leases;
    }

    SessionReset reset() {
        return reset;
    }

    SessionInventory inventory() {
        return inventory;
    }

    /** Attaches the first source, with a hold for this store. Called once, before any other method. */
    void attach(SessionSource source) {
        sources.attach(source);
    }

    /** Attaches the receivers of validation events. */
    void attach(Listeners newListeners) {
        listeners = newListeners;
    }

    /** Attaches the rules by which the pool may be moved. Without them, moves are refused. */
    void attach(SessionSources.Moving newMoving) {
        moving = newMoving;
    }

    /** Returns the Agroal data source that opens new sessions. */
    AgroalDataSource agroal() {
        return sources.current().agroal();
    }

    /** Returns the description of the current configuration. */
    AgroalConnectionPoolConfiguration description() {
        return sources.current().description();
    }

    // --- Store: the calls of the pool

    @Override
    public PhysicalConnection create() throws SQLException {
        return create(sources.holdCurrent());
    }

    private PhysicalConnection create(SessionSource source) throws SQLException {
        return CleanFailure.of(source.secrets(), () -> creation.create(source, listeners));
    }

    /**
     * Receives a new connection, and its handler, from Agroal. Agroal calls this method as its connection validator. As
     * Agroal's own validation is switched off, that happens only during {@link #create}.
     */
    boolean introduce(Connection wrapper) {
        return creation.introduce(wrapper);
    }

    @Override
    public void name(PhysicalConnection connection, String name) {
        connection.name(name);
        if (namesSessions) {
            try {
                connection.raw().setClientInfo("ApplicationName", name);
                connection.attributes().remember(SessionAttribute.CLIENT_INFO);
            } catch (SQLException e) {
                // the session works without its name; a dead session is found at its next use
            }
        }
        listeners.pooled(connection.raw());
    }

    @Override
    public void leaseEnds(PhysicalConnection connection, String reason) {
        connection.leaseEnds(reason);
    }

    @Override
    public void passTags(boolean on) {
        tags.pass(on);
    }

    @Override
    public StoreTraits traits() {
        return StoreTraits.WITH_LOGIN;
    }

    @Override
    public FailureKind kindOf(Throwable failure) {
        return FailureKinds.of(failure);
    }

    @Override
    public boolean validate(PhysicalConnection connection, Duration limit) throws SQLException {
        return clean(connection, () -> validated(connection, limit));
    }

    /** Makes a call of the driver for a connection, whose failure quotes no secret. */
    private static <T> T clean(PhysicalConnection connection, CleanFailure.FailingCall<T> call) throws SQLException {
        return CleanFailure.of(connection.source().secrets(), call);
    }

    private boolean validated(PhysicalConnection connection, Duration limit) throws SQLException {
        Connection raw = connection.raw();
        Integer before = limitReads(raw, (int) limit.toMillis());
        boolean works = listeners.validate(raw, () -> isValid(connection));
        if (works && before != null) {
            limitReads(raw, before);
        }
        return works;
    }

    private boolean isValid(PhysicalConnection connection) throws SQLException {
        return validator.isValid((Connection) connection.control().getConnection());
    }

    @Override
    public boolean check(PhysicalConnection connection, ResourceCheck<Object> check, Duration limit) throws Exception {
        Connection raw = connection.raw();
        Integer before = limitReads(raw, (int) limit.toMillis());
        boolean passed;
        try (CheckedConnection checked = new CheckedConnection(raw)) {
            passed = CleanFailure.of(connection.source().secrets(), () -> passes(check, checked.connection()));
        }
        if (passed) {
            clean(connection, () -> restored(connection));
        }
        if (passed && before != null) {
            limitReads(raw, before);
        }
        return passed;
    }

    /** Runs a check. Its own exceptions need not be those of JDBC. */
    private static boolean passes(ResourceCheck<Object> check, Connection connection) throws SQLException {
        try {
            return check.passes(connection);
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    /** Rolls back, and restores the attributes that the check may have changed. */
    private boolean restored(PhysicalConnection connection) throws SQLException {
        reset.endWork(connection.raw());
        connection.attributes().exposed();
        connection.attributes().restore();
        return true;
    }

    /** Bounds every read of the connection. Returns the former bound, or null if the driver does not support bounds. */
    private static @Nullable Integer limitReads(Connection raw, int millis) {
        try {
            int before = raw.getNetworkTimeout();
            raw.setNetworkTimeout(SAME_THREAD, millis);
            return before;
        } catch (SQLException | UnsupportedOperationException | AbstractMethodError e) {
            return null;
        }
    }

    @Override
    public boolean reset(PhysicalConnection connection, Duration limit) throws SQLException {
        return clean(connection, () -> {
            limitReads(connection.raw(), (int) limit.toMillis());
            boolean done = reset.run(connection);
            connection.attributes().write(SessionAttribute.NETWORK_TIMEOUT);
            return done;
        });
    }

    @Override
    public void close(PhysicalConnection connection) throws Exception {
        clean(connection, () -> {
            ending.close(connection);
            return connection;
        });
    }

    @Override
    public String unconfirmedEnd() {
        return SessionEnding.UNCONFIRMED;
    }

    @Override
    public boolean abort(PhysicalConnection connection) throws SQLException {
        return clean(connection, () -> listeners.breakOff(connection, () -> ending.abort(connection)));
    }

    /** Cuts the session, as an injected fault; the pool learns of it from the next failure. */
    @Override
    public void sever(PhysicalConnection connection) throws SQLException {
        clean(connection, () -> {
            SessionEnding.breakOff(connection);
            return connection;
        });
    }

    @Override
    public Activity activityOf(List<PhysicalConnection> holders, Duration limit) throws Exception {
        return new HolderActivity(ending).of(holders, Deadline.in(limit, Ticker.system()));
    }

    @Override
    public @Nullable ServerCapacity capacity(int own, Duration limit) throws SQLException, InterruptedException {
        ServerLimits limits = ServerLimits.of(reset.kind());
        if (limits == null) {
            return null;
        }
        return ending.query(
                        sources.current(),
                        querying -> Optional.ofNullable(limits.ask(querying, own)),
                        Deadline.in(limit, Ticker.system()))
                .orElse(null);
    }

    @Override
    public void close() {
        sources.closeAll();
    }

    // --- Movable

    @Override
    public @Nullable String server() {
        return ServerIdentity.of(sources.current().url());
    }

    @Override
    public String whereabouts() {
        return ShownUrl.of(sources.current().url());
    }

    @Override
    public void admit(Target target) {
        moving().admit(sources.current(), target);
    }

    private SessionSources.Moving moving() {
        SessionSources.Moving by = moving;
        if (by == null) {
            throw new IllegalStateException("the pool cannot change its database");
        }
        return by;
    }

    @Override
    public Move prepare(Target target) throws Exception {
        SessionSources.Moving by = moving();
        SessionSources.Relocation move = sources.open(target, by);
        try {
            CleanFailure.of(move.next().secrets(), () -> {
                probe(move.next(), by, target.writable());
                return move;
            });
        } catch (Throwable t) {
            move.close();
            throw t;
        }
        return move;
    }

    /**
     * Returns whether a new session, in addition to the sessions of the pool, can be opened and answers now. The
     * session is closed afterwards.
     */
    boolean opens() throws Exception {
        PhysicalConnection connection = create();
        try {
            return listeners.validate(connection.raw(), () -> isValid(connection));
        } finally {
            ending.close(connection);
        }
    }

    private void probe(SessionSource source, SessionSources.Moving by, boolean writable) throws Exception {
        source.hold();
        PhysicalConnection connection = create(source);
        try {
            if (!isValid(connection)) {
                throw new SQLException("the new session failed its validation", "08006");
            }
            if (writable && !by.isWritable(connection.raw())) {
                throw new SQLException("the new session is read-only, but the pool needs a writable server", "25006");
            }
        } finally {
            ending.close(connection);
        }
    }
}
