package dev.sluice.adapter.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.Mechanism;
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
    void a_call_of_our_connector_has_the_identity_of_its_client_until_it_ends() {
        Requester ann = remote("ann");
        Requester bob = remote("bob");
        JmxCall outer = JmxCall.begin(ann);
        JmxCall inner = JmxCall.begin(bob);

        assertThat(requesters.requester()).isEqualTo(bob);
        inner.close();
        assertThat(requesters.requester()).isEqualTo(ann);
        outer.close();
        assertThat(requesters.requester()).isEqualTo(local(Role.VIEWER));
    }

    @Test
    void a_subject_of_a_connector_of_the_jdk_is_local_whatever_its_name() {
        Subject subject = new Subject(true, Set.of(new JMXPrincipal("admin")), Set.of(), Set.of());

        assertThat(Subject.doAs(subject, (PrivilegedAction<Requester>) requesters::requester))
                .isEqualTo(local(Role.VIEWER));
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

    private static Requester remote(String name) {
        return new Requester(
                new Principal(name, Set.of(Role.ADMIN), PoolScope.of(Set.of("orders"))), "192.0.2.7", Surface.JMX);
    }

    private static Requester local(Role role) {
        return new Requester(Principal.of("local", role).provenBy(Mechanism.LOCAL_JMX), null, Surface.JMX);
    }
}
