package dev.sluice.bench;

import java.sql.Connection;
import java.sql.SQLException;
import org.apache.tomcat.jdbc.pool.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

/** Tomcat's JDBC pool, with the fair queue that is its default. */
final class TomcatPeer implements JdbcPeer {

    private final DataSource dataSource;

    private TomcatPeer(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    static TomcatPeer open(PeerSettings settings) throws SQLException {
        PoolProperties properties = new PoolProperties();
        properties.setUrl(settings.url());
        properties.setUsername(settings.user());
        properties.setInitialSize(settings.min());
        properties.setMinIdle(settings.min());
        properties.setMaxIdle(settings.max());
        properties.setMaxActive(settings.max());
        properties.setMaxWait((int) settings.timeout().toMillis());
        DataSource dataSource = new DataSource(properties);
        dataSource.createPool();
        return new TomcatPeer(dataSource);
    }

    @Override
    public Connection acquire() throws SQLException {
        return dataSource.getConnection();
    }

    @Override
    public void close() {
        dataSource.close(true);
    }
}
