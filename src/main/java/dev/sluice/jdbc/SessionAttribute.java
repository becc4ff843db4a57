package dev.sluice.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Attributes of a session, other than autocommit, that a user may change through JDBC. */
enum SessionAttribute {
    READ_ONLY {
        @Override
        Object read(Connection raw, DatabaseKind kind) throws SQLException {
            return raw.isReadOnly();
        }

        @Override
        void write(Connection raw, DatabaseKind kind, @Nullable Object value) throws SQLException {
            raw.setReadOnly(Boolean.TRUE.equals(value));
        }
    },
    ISOLATION {
        @Override
        Object read(Connection raw, DatabaseKind kind) throws SQLException {
            return raw.getTransactionIsolation();
        }

        @Override
        @SuppressWarnings("MagicConstant")
        void write(Connection raw, DatabaseKind kind, @Nullable Object value) throws SQLException {
            if (value instanceof Integer level) {
                raw.setTransactionIsolation(level);
            }
        }
    },
    CATALOG {
        @Override
        @Nullable
        Object read(Connection raw, DatabaseKind kind) throws SQLException {
            return raw.getCatalog();
        }

        @Override
        void write(Connection raw, DatabaseKind kind, @Nullable Object value) throws SQLException {
            raw.setCatalog((String) value);
        }
    },
    SCHEMA {
        @Override
        @Nullable
        Object read(Connection raw, DatabaseKind kind) throws SQLException {
            return kind.schema(raw);
        }

        @Override
        void write(Connection raw, DatabaseKind kind, @Nullable Object value) throws SQLException {
            kind.setSchema(raw, (String) value);
        }
    },
    NETWORK_TIMEOUT {
        @Override
        Object read(Connection raw, DatabaseKind kind) throws SQLException {
            return raw.getNetworkTimeout();
        }

        @Override
        void write(Connection raw, DatabaseKind kind, @Nullable Object value) throws SQLException {
            if (value instanceof Integer millis) {
                raw.setNetworkTimeout(Runnable::run, millis);
            }
        }
    },
    HOLDABILITY {
        @Override
        Object read(Connection raw, DatabaseKind kind) throws SQLException {
            return raw.getHoldability();
        }

        @Override
        void write(Connection raw, DatabaseKind kind, @Nullable Object value) throws SQLException {
            if (value instanceof Integer holdability) {
                raw.setHoldability(holdability);
            }
        }
    },
    CLIENT_INFO {
        @Override
        @Nullable
        Object read(Connection raw, DatabaseKind kind) throws SQLException {
            Properties info = raw.getClientInfo();
            return info == null ? null : copyOf(info); // the driver may change the returned object later
        }

        @Override
        void write(Connection raw, DatabaseKind kind, @Nullable Object value) throws SQLException {
            raw.setClientInfo(value instanceof Properties info ? copyOf(info) : new Properties());
        }
    },
    TYPE_MAP {
        @Override
        @Nullable
        Object read(Connection raw, DatabaseKind kind) throws SQLException {
            Map<String, Class<?>> types = raw.getTypeMap();
            return types == null ? null : new HashMap<>(types);
        }

        @Override
        @SuppressWarnings("unchecked") // the value was read as this type
        void write(Connection raw, DatabaseKind kind, @Nullable Object value) throws SQLException {
            raw.setTypeMap(value == null ? new HashMap<>() : new HashMap<>((Map<String, Class<?>>) value));
        }
    };

    /** Returns the current value, as a copy. */
    abstract @Nullable Object read(Connection raw, DatabaseKind kind) throws SQLException;

    /** Sets the attribute to a value that {@link #read} returned. */
    abstract void write(Connection raw, DatabaseKind kind, @Nullable Object value) throws SQLException;

    private static Properties copyOf(Properties info) {
        Properties copy = new Properties();
        info.stringPropertyNames().forEach(key -> copy.setProperty(key, info.getProperty(key)));
        return copy;
    }
}
