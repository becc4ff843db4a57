package dev.sluice.faults;

import dev.sluice.pool.AcquireRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;

/**
 * Asks the database for values of its own, and checks that they come back from the session that it got. Notes the rows
 * that the database has confirmed. Used by one thread.
 */
final class Client {

    private static final String CANCELED = "57014";
    private static final int ROWS = 40;
    private static final int TENANTS = 2;

    private final Site site;
    private final Findings findings;
    private final Owners owners;
    private final Ledger ledger;
    private final Waits waits;
    private final Random random;
    private final String name;
    private int asked;

    Client(String name, Scene scene, Ledger ledger, Waits waits, Random random) {
        this.name = name;
        this.site = scene.site();
        this.findings = scene.findings();
        this.owners = scene.owners();
        this.ledger = ledger;
        this.waits = waits;
        this.random = random;
    }

    /** Once: acquires, does something, gives back. Returns whether it was served. */
    boolean turn() {
        Duration timeout = Duration.ofMillis(100 + random.nextInt(300));
        try (Connection connection = acquire(timeout)) {
            if (connection == null) {
                return false;
            }
            use(connection);
            findings.answered();
            return true;
        } catch (SQLException e) {
            if (CANCELED.equals(e.getSQLState())) {
                findings.violation("what nobody canceled was canceled: " + e.getMessage());
            }
            findings.failed(e);
            return false;
        }
    }

    /** Null if the pool refused. */
    private Connection acquire(Duration timeout) {
        Waits.Wait wait = waits.begin(timeout);
        try {
            return site.dataSource().acquire(request(timeout));
        } catch (SQLException e) {
            findings.refused();
            return null;
        } finally {
            findings.waited(wait.end());
        }
    }

    /** Tags are given always; tenants, which have their sessions reset, only in some parts. */
    private AcquireRequest request(Duration timeout) {
        AcquireRequest request = AcquireRequest.DEFAULT.withTimeout(timeout).withTag("client", name);
        int tenant = random.nextInt(TENANTS + 1);
        return site.hasTenants() && tenant > 0 ? request.withTenant("tenant-" + tenant) : request;
    }

    private void use(Connection connection) throws SQLException {
        try (Owners.Claim claim = owners.claim(connection)) {
            switch (random.nextInt(10)) {
                case 0 -> write(connection);
                case 1 -> inTransaction(connection, claim.pid());
                case 2 -> fetch(connection);
                default -> ask(connection, claim.pid());
            }
        }
    }

    private String nonce() {
        return name + "-" + ++asked;
    }

    private void ask(Connection connection, int pid) throws SQLException {
        String nonce = nonce();
        try (PreparedStatement statement = connection.prepareStatement("select ?::text, pg_backend_pid(), able()")) {
            statement.setString(1, nonce);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                if (!nonce.equals(rows.getString(1)) || rows.getInt(2) != pid) {
                    findings.violation("asked session " + pid + " for " + nonce + ", and got " + rows.getString(1)
                            + " from " + rows.getInt(2));
                }
            }
        }
    }

    private void write(Connection connection) throws SQLException {
        String nonce = nonce();
        insert(connection, nonce);
        ledger.written(nonce);
    }

    private void inTransaction(Connection connection, int pid) throws SQLException {
        String nonce = nonce();
        connection.setAutoCommit(false);
        insert(connection, nonce);
        ask(connection, pid);
        if (random.nextBoolean()) {
            connection.commit();
            ledger.written(nonce);
        } else {
            ledger.notCommitted(nonce); // the pool has to see to it
        }
    }

    private static void insert(Connection connection, String nonce) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("insert into ledger values (?)")) {
            statement.setString(1, nonce);
            statement.executeUpdate();
        }
    }

    private void fetch(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
                connection.prepareStatement("select i + ?::int from generate_series(1, " + ROWS + ") i")) {
            int base = random.nextInt(1_000_000);
            statement.setInt(1, base);
            statement.setFetchSize(7);
            try (ResultSet rows = statement.executeQuery()) {
                for (int i = 1; i <= ROWS; i++) {
                    if (!rows.next() || rows.getInt(1) != base + i) {
                        findings.violation("row " + i + " of a result is missing or another one");
                        return;
                    }
                }
            }
        }
    }
}
