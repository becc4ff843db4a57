package dev.sluice.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A person or program whose identity is proven. Immutable.
 *
 * @param name the name, for the audit log
 * @param roles the roles; none if the identity may do nothing
 * @param pools the pools that the roles apply to
 * @param by the way in which the identity is proven
 */
public record Principal(String name, Set<Role> roles, PoolScope pools, Mechanism by) {

    /** Copies the roles. */
    public Principal {
        roles = Set.copyOf(roles);
    }

    /** Creates a principal of the application that has the pools. */
    public Principal(String name, Set<Role> roles, PoolScope pools) {
        this(name, roles, pools, Mechanism.APPLICATION);
    }

    /** Returns a principal of the application, with one role on all pools. */
    public static Principal of(String name, Role role) {
        return new Principal(name, Set.of(role), PoolScope.ALL);
    }

    /** Returns the same identity, proven in this way. */
    public Principal provenBy(Mechanism mechanism) {
        return new Principal(name, roles, pools, mechanism);
    }

    /** Returns whether one of the roles includes the needed role. */
    public boolean has(Role needed) {
        return roles.stream().anyMatch(role -> role.includes(needed));
    }

    /** Returns the names of the roles in their order, separated by commas, or {@code none}. */
    public String roleNames() {
        Set<Role> ordered = EnumSet.noneOf(Role.class);
        ordered.addAll(roles);
        return ordered.isEmpty()
                ? "none"
                : ordered.stream()
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }
}
