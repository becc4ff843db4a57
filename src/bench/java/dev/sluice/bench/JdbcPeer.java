package dev.sluice.bench;

import java.sql.Connection;
import java.sql.SQLException;

/** A pool of JDBC connections. */
interface JdbcPeer extends Peer {

    @Override
    Connection acquire() throws SQLException;

    /** Acquires for a caller with two tags and a tenant; other pools than Sluice know neither. */
    default Connection acquireTagged() throws SQLException {
        return acquire();
    }
}
