package dev.sluice.adapter.rest;

import dev.sluice.access.Mechanism;
import dev.sluice.access.Principal;
import dev.sluice.access.Role;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The identity of the sender of a request.
 *
 * @param name the name, as in the audit log
 * @param roles the roles of the identity, with those that they include
 * @param allPools whether the roles are for every pool
 * @param pools the names of the pools that the roles are for; empty if they are for every pool
 * @param mechanism the way in which the identity is proven
 * @param demonstration whether the service is a demonstration, without credentials
 * @param version the version of the application that serves the request
 */
public record IdentityView(
        String name,
        List<Role> roles,
        boolean allPools,
        List<String> pools,
        Mechanism mechanism,
        boolean demonstration,
        String version) {

    static IdentityView of(Principal principal, boolean demonstration, String version) {
        return new IdentityView(
                principal.name(),
                Arrays.stream(Role.values()).filter(principal::has).toList(),
                principal.pools().all(),
                List.copyOf(new TreeSet<>(principal.pools().names())),
                principal.by(),
                demonstration,
                version);
    }
}
