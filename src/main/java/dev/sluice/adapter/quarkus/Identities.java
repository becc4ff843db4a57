package dev.sluice.adapter.quarkus;

import dev.sluice.access.Authenticator;
import dev.sluice.access.Role;
import dev.sluice.adapter.identity.CredentialPlan;
import dev.sluice.adapter.identity.CredentialStore;
import dev.sluice.adapter.identity.IdentitySettings;
import dev.sluice.adapter.identity.IssuerKeys;
import dev.sluice.time.Ticker;
import dev.sluice.value.BadValue;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/** Produces the credentials of the configuration, and refuses the start with faulty ones. */
@Singleton
public class Identities {

    private static final int BEFORE_POOLS = 55;
    private static final String PORT = "quarkus.http.host-enabled";
    private static final Map<String, String> RENAMED =
            Map.of("sluice.http.operator-token", "admin-token", "sluice.http.operator-token-file", "admin-token-file");

    /** Produces the settings. */
    @Produces
    @Singleton
    @Unremovable
    IdentitySettings settings(SluiceConfig config, Config values) {
        RENAMED.forEach((old, name) -> {
            if (values.getConfigValue(old).getValue() != null) {
                throw new BadConfiguration(old + " is now " + IdentitySettings.PREFIX + name);
            }
        });
        refuseBlanks(values);
        SecurityMapping security = config.security();
        SecurityMapping.RoleNames roles = security.roles();
        return new IdentitySettings(
                SecurityValues.credentials(security),
                SecurityValues.certificates(security),
                security.credentialsFile().orElse(null),
                security.adminToken().orElse(null),
                security.adminTokenFile().orElse(null),
                Map.of(
                        Role.VIEWER, roles.viewer(),
                        Role.OPERATOR, roles.operator(),
                        Role.ADMIN, roles.admin(),
                        Role.AUDITOR, roles.auditor()),
                security.poolsClaim(),
                security.tlsTerminatedByProxy());
    }

    /** Refuses blank values, because a blank limit would be no limit. */
    private static void refuseBlanks(Config values) {
        for (String key : values.getPropertyNames()) {
            String value = key.startsWith(IdentitySettings.PREFIX)
                    ? values.getConfigValue(key).getValue()
                    : "set";
            if (value != null && value.isBlank()) {
                throw new BadConfiguration(key + " is blank: set a value, or remove the key");
            }
        }
    }

    /** Produces the places of credentials. */
    @Produces
    @Singleton
    @Unremovable
    CredentialPlan plan(IdentitySettings settings, SluiceConfig config, Config values) {
        boolean isOpen = values.getOptionalValue(PORT, Boolean.class).orElse(true);
        boolean isService = config.security().mechanisms();
        return refusing(() -> new CredentialPlan(
                settings,
                System.getProperty("user.home", ""),
                isService && isOpen,
                isService && IssuerKeys.areIn(values)));
    }

    /** Produces the credentials. A token that is created is shown on the terminal, once, and never in the log. */
    @Produces
    @Singleton
    @Unremovable
    @Typed({CredentialStore.class, Authenticator.class})
    CredentialStore store(CredentialPlan plan) {
        return refusing(() -> plan.store(Ticker.system(), StartTerminal::showToken));
    }

    private static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (BadValue e) {
            throw new BadConfiguration("", e);
        }
    }

    /** Reads the credentials at the start, not at the first request. */
    void read(@Observes @Priority(BEFORE_POOLS) StartupEvent event, CredentialStore store) {
        store.refresh();
    }
}
