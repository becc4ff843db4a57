package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("An attribute that a driver cannot reset to none costs the session:")
@Tag("fast")
class NotSetBackTest {

    private final List<String> retired = new ArrayList<>();

    private FakePool open() {
        FakePool pool = new FakePool();
        pool.listen(event -> {
            if (event.type() == PoolEvent.Type.CLOSED) {
                retired.add(event.words());
            }
        });
        return pool;
    }

    @Test
    @DisplayName("a catalog, where the session had none; it is retired as not reset")
    void catalog() throws SQLException {
        try (FakePool pool = open()) {
            try (Connection connection = pool.connection()) {
                connection.setCatalog("other");
            }
            assertThat(retired).containsExactly("not reset");
            try (Connection next = pool.connection()) {
                assertThat(next.getCatalog()).isNull();
                next.setCatalog(null);
            }
            assertThat(pool.opened()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("client info that the session did not have")
    void clientInfo() throws SQLException {
        try (FakePool pool = open()) {
            try (Connection connection = pool.connection()) {
                connection.setClientInfo("ClientUser", "somebody");
            }
            assertThat(retired).containsExactly("not reset");
            try (Connection next = pool.connection()) {
                assertThat(next.getClientInfo()).isEmpty();
            }
            assertThat(pool.opened()).isEqualTo(2);
        }
    }
}
