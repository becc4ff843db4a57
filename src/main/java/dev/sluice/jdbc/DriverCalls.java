package dev.sluice.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;

/** Calls methods of drivers that JDBC does not have, by reflection, because the application chooses the driver. */
final class DriverCalls {

    private DriverCalls() {}

    /** Calls a method without parameters on the driver's own type of connection. */
    static Object call(Connection raw, String type, String method) throws SQLException {
        try {
            Class<?> known = type(raw, type);
            return known.getMethod(method).invoke(raw.unwrap(known));
        } catch (ReflectiveOperationException e) {
            throw failed(method, e);
        }
    }

    /** Calls a method without parameters on another object of the driver. */
    static Object call(Connection raw, String type, String method, Object target) throws SQLException {
        try {
            return type(raw, type).getMethod(method).invoke(target);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw failed(method, e);
        }
    }

    /** Returns a type of the driver, without initialising it. */
    static Class<?> type(Connection raw, String name) throws ClassNotFoundException {
        return Class.forName(name, false, raw.getClass().getClassLoader());
    }

    private static SQLException failed(String method, Exception failure) {
        Throwable cause = failure instanceof InvocationTargetException ? failure.getCause() : failure;
        return cause instanceof SQLException own ? own : new SQLException(method + " failed", cause);
    }
}
