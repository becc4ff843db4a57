package dev.sluice.adapter.quarkus;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.is;

import dev.sluice.control.PoolManager;
import dev.sluice.jdbc.ManagedDataSource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.ClientProxy;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AdoptedProfile.class)
class AdoptedDataSourceTest {

    @Inject
    javax.sql.DataSource plain;

    @Inject
    AgroalDataSource agroal;

    @Inject
    @DataSource("inventory")
    AgroalDataSource inventory;

    @Inject
    @DataSource("archive")
    AgroalDataSource archive;

    @Inject
    @SluicePool("inventory")
    ManagedDataSource managedInventory;

    @Inject
    ManagedDataSource managed;

    @Inject
    PoolManager manager;

    @Test
    @DisplayName("every data source of Quarkus is a managed pool of its name, and is what applications inject")
    void areAdopted() {
        assertThat(manager.names()).containsExactly("default", "inventory");
        assertThat((Object) ClientProxy.unwrap(plain)).isSameAs(managed);
        assertThat((Object) ClientProxy.unwrap(agroal)).isSameAs(managed);
        assertThat((Object) ClientProxy.unwrap(inventory)).isSameAs(managedInventory);
    }

    @Test
    @DisplayName("an adopted pool keeps the settings it has in Quarkus, and takes further ones from Sluice")
    void keepSettings() throws SQLException {
        assertThat(managed.pool().config().minSize()).isEqualTo(2);
        assertThat(managed.pool().config().maxSize()).isEqualTo(5);
        assertThat(managed.pool().config().acquisitionTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(managedInventory.pool().config().maxSize()).isEqualTo(3);
        assertThat(managedInventory.pool().config().admission().maxWaiters()).isEqualTo(7);
        try (Connection connection = plain.getConnection();
                Statement statement = connection.createStatement();
                ResultSet origin = statement.executeQuery("SELECT @origin")) {
            assertThat(origin.next()).isTrue();
            assertThat(origin.getString(1)).isEqualTo("quarkus");
        }
    }

    @Test
    @DisplayName("an adopted pool begins with its initial size, and the database has exactly these sessions")
    void noSecondPool() throws SQLException {
        try (Connection connection = plain.getConnection();
                Statement statement = connection.createStatement();
                ResultSet sessions = statement.executeQuery("SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS")) {
            assertThat(sessions.next()).isTrue();
            assertThat(managed.pool().stats().total()).isEqualTo(3);
            assertThat(sessions.getInt(1)).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("a connection that an application takes is leased from the pool, under its name")
    void throughTheGate() throws SQLException {
        int before = managed.pool().stats().inUse();
        try (Connection connection = agroal.getConnection()) {
            assertThat(managed.pool().stats().inUse()).isEqualTo(before + 1);
            assertThat(managed.nameOf(connection)).matches("conn_\\d+_\\d{19}");
        }
        assertThat(managed.pool().stats().inUse()).isEqualTo(before);
    }

    @Test
    @DisplayName("a data source without a URL is no pool, harms nobody, and says why it has no connection")
    void inactive() throws SQLException {
        assertThat(archive.isHealthy(false)).isTrue();
        assertThatThrownBy(archive::getConnection)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("'archive' is not active");
    }

    @Test
    @DisplayName("the health check of Quarkus asks the managed data sources")
    void quarkusHealth() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'Database connections health check' }.status", is("UP"));
    }
}
