package dev.sluice.batch.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;

/** A connection that commits, and loses the answer now and then. */
final class LosingConnection {

    private LosingConnection() {}

    static Connection of(Connection real, BooleanSupplier loses) {
        return (Connection) Proxy.newProxyInstance(
                LosingConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    try {
                        Object result = method.invoke(real, args);
                        if (method.getName().equals("commit") && loses.getAsBoolean()) {
                            throw new SQLException("An I/O error occurred", "08006");
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
