package dev.sluice.bench;

import java.sql.Connection;
import java.sql.SQLException;

/** A pool of JDBC connections. */
interface JdbcPeer extends Peer {

    @Override
    Connection acquire() throws SQLException;
}
