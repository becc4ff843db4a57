package dev.sluice.adapter.agroal;

import dev.sluice.jdbc.FakeDatabase;
import dev.sluice.jdbc.FakeDatabase.Session;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a listener, or an interceptor, hears. */
final class Heard implements AgroalDataSourceListener, AgroalPoolInterceptor {

    private final FakeDatabase database;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Heard(FakeDatabase database) {
        this.database = database;
    }

    /** Returns the received events and forgets them. */
    List<String> take() {
        List<String> all = List.copyOf(lines);
        lines.removeAll(all);
        return all;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    private void hear(String what) {
        lines.add(what);
    }

    private void hear(String what, Connection connection) {
        int number = 0;
        for (Session session : database.sessions()) {
            number++;
            try {
                if (session.isBehind(connection)) {
                    hear(what + " " + number);
                    return;
                }
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("a connection of nobody: " + connection);
    }

    @Override
    public void beforeConnectionCreation() {
        hear("before creation");
    }

    @Override
    public void onConnectionCreation(Connection raw) {
        hear("created", raw);
    }

    @Override
    public void onConnectionCreationFailure(SQLException failure) {
        hear("not created: " + failure.getMessage());
    }

    @Override
    public void onConnectionPooled(Connection raw) {
        hear("pooled", raw);
    }

    @Override
    public void beforeConnectionAcquire() {
        hear("before acquire");
    }

    // an interceptor has the same method
    @Override
    public void onConnectionAcquire(Connection connection) {
        hear("acquired", connection);
    }

    @Override
    public void beforeConnectionReturn(Connection raw) {
        hear("before return", raw);
    }

    // an interceptor has the same method
    @Override
    public void onConnectionReturn(Connection connection) {
        hear("returned", connection);
    }

    @Override
    public void beforeConnectionLeak(Connection raw) {
        hear("before leak", raw);
    }

    @Override
    public void onConnectionLeak(Connection raw, Thread thread) {
        hear("leaked by " + thread.getName(), raw);
    }

    @Override
    public void beforeConnectionValidation(Connection raw) {
        hear("before validation", raw);
    }

    @Override
    public void onConnectionValid(Connection raw) {
        hear("valid", raw);
    }

    @Override
    public void onConnectionInvalid(Connection raw) {
        hear("invalid", raw);
    }

    @Override
    public void beforeConnectionFlush(Connection raw) {
        hear("before flush", raw);
    }

    @Override
    public void onConnectionFlush(Connection raw) {
        hear("flushed", raw);
    }

    @Override
    public void beforeConnectionReap(Connection raw) {
        hear("before reap", raw);
    }

    @Override
    public void onConnectionReap(Connection raw) {
        hear("reaped", raw);
    }

    @Override
    public void beforeConnectionDestroy(Connection raw) {
        hear("before destroy", raw);
    }

    // an interceptor has the same method
    @Override
    public void onConnectionDestroy(Connection connection) {
        hear("destroyed", connection);
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        hear("intercepted creation", connection);
    }

    @Override
    public void onPoolInterceptor(AgroalPoolInterceptor interceptor) {
        hear("interceptor " + interceptor.getPriority());
    }

    @Override
    public void beforePoolBlock(long timeout) {
        hear("blocked");
    }

    @Override
    public void onWarning(String message) {
        hear("warning: " + message);
    }

    @Override
    public void onWarning(Throwable failure) {
        hear("warning: " + failure.getMessage());
    }
}
