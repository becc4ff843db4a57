package dev.sluice.jdbc;

import dev.sluice.pool.store.Target;
import dev.sluice.value.BadValue;
import dev.sluice.value.ShownUrl;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The moves of a pool to other places for the same kind of database.
 *
 * @param opener opens a source of sessions that a configuration describes, behind a guard
 * @param rules returns the rules for the databases that requests name
 */
record PoolMoves(
        DatabaseKind kind,
        BiFunction<AgroalConnectionPoolConfiguration, SessionGuard, SessionSource> opener,
        ManagedDataSource dataSource,
        Supplier<TargetRules> rules)
        implements SessionSources.Moving {

    @Override
    public void admit(SessionSource now, Target target) {
        String url = target.url();
        if (url != null) {
            checkKind(url);
            boolean own = target.username() != null && target.password() != null;
            rules.get().admit(url, own && !StoredSecrets.beyondLogin(now.description()));
        }
    }

    private void checkKind(@Nullable String url) {
        if (url != null && DatabaseKind.ofUrl(url) != kind) {
            throw BadValue.of("url", "must be one for the same kind of database, " + kind, ShownUrl.of(url));
        }
    }

    @Override
    public SessionSource open(SessionSource now, Target target) {
        checkKind(target.url());
        SessionGuard requested = url -> rules.get().beforeSession(url);
        SessionGuard guard = target.url() == null ? now.guard() : target.isRequested() ? requested : SessionGuard.NONE;
        return opener.apply(RedirectedConfiguration.of(now.description(), target), guard);
    }

    @Override
    public boolean isWritable(Connection raw) throws SQLException {
        return kind.isWritable(raw);
    }

    @Override
    public void moved(AgroalDataSource agroal) {
        dataSource.moved(agroal);
    }
}
