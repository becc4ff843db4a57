package dev.sluice.adapter.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.PoolScope;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import java.security.PrivilegedAction;
import java.util.Set;
import javax.management.remote.JMXPrincipal;
import javax.security.auth.Subject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("fast")
class JmxRequesterTest {

    private final JmxRequester requesters = new JmxRequester(Role.VIEWER);

    @Test
    void a_thread_without_a_subject_is_a_local_viewer() {
        assertThat(requesters.requester()).isEqualTo(local(Role.VIEWER));
    }

    @Test
    void a_local_client_is_an_operator_if_the_setting_says_so() {
        assertThat(new JmxRequester(Role.OPERATOR).requester()).isEqualTo(local(Role.OPERATOR));
    }

    @Test
    void a_subject_of_our_connector_is_the_principal_of_the_login() {
        Principal ann = new Principal("ann", Set.of(Role.ADMIN), PoolScope.of(Set.of("orders")));

        assertThat(as(new JmxIdentity(ann, "192.0.2.7"))).isEqualTo(new Requester(ann, "192.0.2.7", Surface.JMX));
        assertThat(requesters.requester().name()).isEqualTo("local");
    }

    @Test
    void a_subject_of_a_connector_of_the_jdk_is_local_whatever_its_name() {
        assertThat(as(new JMXPrincipal("admin"))).isEqualTo(local(Role.VIEWER));
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"ADMIN", "AUDITOR"})
    void a_local_client_is_never_more_than_an_operator(Role role) {
        assertThatThrownBy(() -> new JmxRequester(role))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("viewer or operator");
    }

    private Requester as(java.security.Principal principal) {
        Subject subject = new Subject(true, Set.of(principal), Set.of(), Set.of());
        return Subject.doAs(subject, (PrivilegedAction<Requester>) requesters::requester);
    }

    private static Requester local(Role role) {
        return new Requester(Principal.of("local", role), null, Surface.JMX);
    }
}
