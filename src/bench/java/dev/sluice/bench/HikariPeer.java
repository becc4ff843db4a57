package dev.sluice.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** HikariCP. */
final class HikariPeer implements JdbcPeer {

    private final HikariDataSource dataSource;

    private HikariPeer(HikariConfig config) {
        dataSource = new HikariDataSource(config);
    }

    static HikariPeer open(PeerSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setMinimumIdle(settings.min());
        config.setMaximumPoolSize(settings.max());
        config.setConnectionTimeout(settings.timeout().toMillis());
        return new HikariPeer(config);
    }

    @Override
    public Connection acquire() throws SQLException {
        return dataSource.getConnection();
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
