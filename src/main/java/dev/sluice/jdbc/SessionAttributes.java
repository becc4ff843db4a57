package dev.sluice.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The JDBC attributes of one session: their values in the new session, and the attributes that its user may have
 * changed. Agroal restores some of them, depending on its version; this class restores all.
 */
final class SessionAttributes {

    private static final Set<SessionAttribute> NONE = EnumSet.noneOf(SessionAttribute.class);

    private final Connection raw;
    private final DatabaseKind kind;

    /** Values that the driver reported for a new session; accessed only by the holder of the session. */
    private final Map<SessionAttribute, Optional<Object>> fresh = new EnumMap<>(SessionAttribute.class);

    private final EnumSet<SessionAttribute> changed = EnumSet.noneOf(SessionAttribute.class); // Guarded by this
    private boolean exposed; // Guarded by this

    /** True if any attribute may have changed. An unchanged session costs only this read. */
    private volatile boolean touched;

    SessionAttributes(Connection raw, DatabaseKind kind) {
        this.raw = raw;
        this.kind = kind;
    }

    /**
     * Records the present values as those of a new session. Commits, so that the work of the initial statement is kept.
     */
    void remember() throws SQLException {
        for (SessionAttribute attribute : SessionAttribute.values()) {
            remember(attribute);
        }
        endWork();
    }

    /**
     * Records the present value of an attribute as that of a new session, unless the driver does not know the
     * attribute.
     */
    void remember(SessionAttribute attribute) {
        try {
            fresh.put(attribute, Optional.ofNullable(attribute.read(raw, kind)));
        } catch (SQLException | RuntimeException | AbstractMethodError e) {
            fresh.remove(attribute);
        }
    }

    /** Commits if autocommit is off, because a rollback would undo attributes that were set within the transaction. */
    private void endWork() throws SQLException {
        if (!raw.getAutoCommit()) {
            raw.commit();
        }
    }

    /** Returns whether the driver has reported the value of a new session. */
    boolean canRestore(SessionAttribute attribute) {
        return fresh.containsKey(attribute);
    }

    /** Records that the user is about to change an attribute. */
    synchronized void changes(SessionAttribute attribute) {
        changed.add(attribute);
        touched = true;
    }

    /** Records that a user obtains the driver's own connection, whose changes go unnoticed. */
    synchronized void exposed() {
        exposed = true;
        touched = true;
    }

    /** Returns whether any attribute may have changed in this lease. */
    boolean isTouched() {
        return touched;
    }

    /** Returns whether a user of this lease has obtained the driver's own connection. */
    boolean isExposed() {
        return touched && readExposed();
    }

    private synchronized boolean readExposed() {
        return exposed;
    }

    /** Restores the attributes that may have changed. */
    void restore() throws SQLException {
        if (touched) {
            restoreAllBut(NONE);
        }
    }

    /** Restores the attributes that may have changed, except those that the caller restores itself. */
    void restoreAllBut(Set<SessionAttribute> leftOut) throws SQLException {
        Set<SessionAttribute> sure;
        Set<SessionAttribute> possible;
        synchronized (this) {
            sure = EnumSet.copyOf(changed);
            possible = exposed ? EnumSet.allOf(SessionAttribute.class) : sure;
            changed.clear();
            exposed = false;
            touched = false;
        }
        for (SessionAttribute attribute : possible) {
            if (!leftOut.contains(attribute)) {
                restore(attribute, sure.contains(attribute));
            }
        }
        endWork();
    }

    private void restore(SessionAttribute attribute, boolean isChanged) throws SQLException {
        Optional<Object> value = fresh.get(attribute);
        if (value == null) {
            if (isChanged) {
                throw new SQLException(
                        "cannot restore " + attribute + ": the driver did not report its original value", "0A000");
            }
        } else if ((isChanged && value.isPresent()) || !isNow(attribute, value)) {
            attribute.write(raw, kind, value.orElse(null));
            if (isNone(value) && !isNow(attribute, value)) {
                throw new SQLException(
                        "cannot restore " + attribute + ": the driver does not restore an empty value", "0A000");
            }
        }
    }

    private boolean isNow(SessionAttribute attribute, Optional<Object> value) throws SQLException {
        return value.equals(Optional.ofNullable(attribute.read(raw, kind)));
    }

    /**
     * Returns whether the value is "none". A driver may silently treat "none", or a set without some entry, as "leave
     * unchanged": MariaDB's driver does so for a catalog and for the client info. Only reading the value again shows
     * the effect.
     */
    private static boolean isNone(Optional<Object> value) {
        return value.isEmpty() || value.get() instanceof Map || Objects.equals(value.get(), 0);
    }

    /**
     * Writes the value of a new session in any case, because the server may have lost a value that the driver still
     * reports.
     */
    void write(SessionAttribute attribute) throws SQLException {
        Optional<Object> value = fresh.get(attribute);
        if (value != null) {
            attribute.write(raw, kind, value.orElse(null));
        }
    }

    /** Returns whether a new session is read-only. */
    boolean isReadOnly() {
        return Optional.of(Boolean.TRUE).equals(fresh.get(SessionAttribute.READ_ONLY));
    }
}
