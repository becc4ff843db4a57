package dev.sluice.adapter.quarkus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/** Transactional code as applications write it: it knows a data source, and nothing of pools. */
@ApplicationScoped
public class Ledger {

    private final DataSource dataSource;

    Ledger(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Transactional
    public <T> T required(Callable<T> work) throws Exception {
        return work.call();
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public <T> T requiresNew(Callable<T> work) throws Exception {
        return work.call();
    }

    public void createTable() throws SQLException {
        execute("CREATE TABLE IF NOT EXISTS ledger (entry INT)");
        execute("DELETE FROM ledger");
    }

    public Void write(int entry) throws SQLException {
        execute("INSERT INTO ledger VALUES (" + entry + ")");
        return null;
    }

    public int count() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM ledger")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
