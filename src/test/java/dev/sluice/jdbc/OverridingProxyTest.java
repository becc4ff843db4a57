package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.store.Target;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs against whatever Agroal is on the class path: the check builds it with two. */
@DisplayName("A description that is changed in parts, with each version of Agroal")
@Tag("service")
class OverridingProxyTest {

    private static final Set<String> REDIRECTED = Set.of("jdbcUrl", "principal", "credentials", "jdbcProperties");

    /** As a later Agroal might have it. */
    interface Later {
        String known();

        String added(String argument) throws SQLException;
    }

    private static final class Changes {
        @SuppressWarnings("unused") // by reflection
        public String known() {
            return "changed";
        }
    }

    private static final class Original implements Later {
        @Override
        public String known() {
            return "original";
        }

        @Override
        public String added(String argument) throws SQLException {
            if (argument.isEmpty()) {
                throw new SQLException("empty");
            }
            return "added to " + argument;
        }
    }

    @Test
    @DisplayName("a method of a later version reaches the original, and so do its exceptions")
    void laterMethods() throws SQLException {
        Later proxy = OverridingProxy.of(Later.class, new Changes(), Original::new);
        assertThat(proxy.known()).isEqualTo("changed");
        assertThat(proxy.added("it")).isEqualTo("added to it");
        assertThatThrownBy(() -> proxy.added("")).isInstanceOf(SQLException.class);
        assertThat(proxy).isEqualTo(proxy).isNotEqualTo(new Original());
    }

    @Test
    @DisplayName("a method without an implementation is refused by name")
    void nobodysMethods() {
        Later proxy = OverridingProxy.of(Later.class, new Changes(), () -> "something else");
        assertThatThrownBy(() -> proxy.added("it"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("added");
    }

    @Test
    @DisplayName("sessions elsewhere have the same description in all that Agroal reads, except for place and user")
    void redirected() throws ReflectiveOperationException {
        AgroalConnectionPoolConfiguration before = description();
        AgroalConnectionFactoryConfiguration old = before.connectionFactoryConfiguration();
        Target target = new Target("jdbc:h2:mem:there", "somebody", "else", false);
        AgroalConnectionFactoryConfiguration next =
                RedirectedConfiguration.of(before, target).connectionFactoryConfiguration();
        assertThat(next.jdbcUrl()).isEqualTo("jdbc:h2:mem:there");
        assertThat(next.principal().getName()).isEqualTo("somebody");
        assertThat(next.credentials()).isNotEqualTo(old.credentials()).hasSize(1);
        assertThat(next.jdbcProperties()).isEqualTo(old.jdbcProperties()).containsEntry("k", "v");
        for (Method question : questions(AgroalConnectionFactoryConfiguration.class)) {
            if (!REDIRECTED.contains(question.getName())) {
                assertThat(question.invoke(next)).as("%s", question).isEqualTo(question.invoke(old));
            }
        }
    }

    @Test
    @DisplayName("every change concerns a value that Agroal reads")
    void nothingMisspelled() {
        assertThat(changesOf(RedirectedConfiguration.class)).containsExactlyInAnyOrderElementsOf(REDIRECTED);
        for (Class<?> changes : List.of(RedirectedConfiguration.class, HandOverConfiguration.class)) {
            assertThat(questions(AgroalConnectionFactoryConfiguration.class))
                    .extracting(Method::getName)
                    .containsAll(changesOf(changes));
        }
    }

    private static List<String> changesOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .toList();
    }

    @Test
    @DisplayName("the configuration of a managed data source has every value that Agroal reads")
    void live() throws ReflectiveOperationException {
        try (H2Pool pool = new H2Pool(SessionRules.DEFAULT)) {
            AgroalConnectionPoolConfiguration live =
                    pool.dataSource().getConfiguration().connectionPoolConfiguration();
            for (Method question : questions(AgroalConnectionPoolConfiguration.class)) {
                question.invoke(live);
            }
            assertThat(live.maxSize()).isOne();
        }
    }

    private static AgroalConnectionPoolConfiguration description() {
        AgroalConnectionPoolConfigurationSupplier settings = new AgroalConnectionPoolConfigurationSupplier().maxSize(3);
        settings.connectionFactoryConfiguration()
                .jdbcUrl("jdbc:h2:mem:here")
                .loginTimeout(Duration.ofSeconds(7))
                .initialSql("VALUES 1")
                .principal(new NamePrincipal("first"))
                .credential(new SimplePassword("first"))
                .jdbcProperty("k", "v")
                .autoCommit(false);
        return settings.get();
    }

    private static List<Method> questions(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers()))
                .toList();
    }
}
