package dev.sluice.adapter.quarkus;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.is;

import dev.sluice.control.PoolManager;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.testing.Await;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.ClientProxy;
import io.quarkus.arc.InactiveBeanException;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AdoptedProfile.class)
@Tag("service")
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
    InjectableInstance<AgroalDataSource> archive;

    @Inject
    @DataSource("attic")
    InjectableInstance<AgroalDataSource> attic;

    @Inject
    @DataSource("outside")
    AgroalDataSource outside;

    @Inject
    @Any
    InjectableInstance<AgroalDataSource> all;

    @Inject
    BeanManager beans;

    @Inject
    @SluicePool("inventory")
    ManagedDataSource managedInventory;

    @Inject
    ManagedDataSource managed;

    @Inject
    PoolManager manager;

    @Test
    @DisplayName("every data source of Quarkus is a managed pool of its name, and is the injected one")
    void areAdopted() {
        assertThat(manager.names()).containsExactlyInAnyOrder("default", "inventory", "reports", "outside");
        assertThat((Object) ClientProxy.unwrap(plain)).isSameAs(managed);
        assertThat((Object) ClientProxy.unwrap(agroal)).isSameAs(managed);
        assertThat((Object) ClientProxy.unwrap(inventory)).isSameAs(managedInventory);
    }

    @Test
    @DisplayName("an adopted pool keeps the settings it has in Quarkus, and takes further ones from Sluice")
    void keepSettings() throws SQLException {
        assertThat(managed.pool().config().minSize()).isEqualTo(2);
        assertThat(managed.pool().config().maxSize()).isEqualTo(5);
        assertThat(managed.pool().config().acquisitionTimeout()).isEqualTo(Duration.ofSeconds(37));
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
    @DisplayName("F3 a data source without a URL, or switched off, is an inactive bean, and names the property")
    void inactive() {
        assertThat(archive.listActive()).isEmpty();
        assertThat(attic.listActive()).isEmpty();
        assertThat(all.listActive()).hasSize(4);
        assertThatThrownBy(() -> archive.get().getConnection())
                .isInstanceOf(InactiveBeanException.class)
                .hasMessageContaining("quarkus.datasource.\"archive\".jdbc.url");
        assertThatThrownBy(() -> attic.get().getConnection())
                .isInstanceOf(InactiveBeanException.class)
                .hasMessageContaining("quarkus.datasource.\"attic\".active");
    }

    @Test
    @DisplayName("a data source of Quarkus that has its URL in sluice.pools is active, and is that pool")
    void urlOfSluice() {
        assertThat((Object) ClientProxy.unwrap(outside)).isInstanceOf(ManagedDataSource.class);
        assertThat(outside.getConfiguration()
                        .connectionPoolConfiguration()
                        .connectionFactoryConfiguration()
                        .jdbcUrl())
                .startsWith("jdbc:h2:mem:outside");
    }

    @Test
    @DisplayName("F8 each data source is one bean, and has one Agroal pool behind it with one thread at most")
    void oneAgroalPool() {
        assertThat(beans.getBeans(AgroalDataSource.class, Any.Literal.INSTANCE))
                .as("six of Quarkus, of which two are inactive, and the default one of ours, which gives way")
                .hasSize(7);
        Await.until(
                "at most one thread of Agroal for each pool",
                () -> Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().startsWith("agroal-"))
                                .count()
                        <= manager.names().size());
    }

    @Test
    @DisplayName("F4 readiness does not check a data source with health-exclude, nor an inactive one")
    void healthExclude() {
        Map<String, Object> data = given().get("/q/health/ready")
                .then()
                .extract()
                .jsonPath()
                .getMap("checks.find { it.name == 'Sluice pools' }.data");
        assertThat(data).containsKeys("default.status", "inventory.status", "outside.status");
        assertThat(data.keySet()).noneMatch(key -> key.matches("(reports|archive|attic)\\..*"));
    }

    @Test
    @DisplayName("the health check of Quarkus checks the managed data sources")
    void quarkusHealth() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'Database connections health check' }.status", is("UP"));
    }
}
