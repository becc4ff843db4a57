package dev.sluice.bench;

import java.sql.Connection;
import java.sql.SQLException;
import org.apache.commons.dbcp2.BasicDataSource;

/** Commons DBCP 2. It validates on borrow by default, which is switched off here as for all. */
final class DbcpPeer implements JdbcPeer {

    private final BasicDataSource dataSource;

    private DbcpPeer(BasicDataSource dataSource) {
        this.dataSource = dataSource;
    }

    static DbcpPeer open(PeerSettings settings) throws SQLException {
        BasicDataSource dataSource = new BasicDataSource();
        dataSource.setUrl(settings.url());
        dataSource.setUsername(settings.user());
        dataSource.setInitialSize(settings.min());
        dataSource.setMinIdle(settings.min());
        dataSource.setMaxIdle(settings.max());
        dataSource.setMaxTotal(settings.max());
        dataSource.setMaxWait(settings.timeout());
        dataSource.setTestOnBorrow(false);
        dataSource.start();
        return new DbcpPeer(dataSource);
    }

    @Override
    public Connection acquire() throws SQLException {
        return dataSource.getConnection();
    }

    @Override
    public void close() {
        try {
            dataSource.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
