package dev.sluice.adapter.identity;

import dev.sluice.access.Mechanism;
import dev.sluice.access.Principal;
import dev.sluice.access.Role;

/** The identity of programs on this machine during the demonstration: operator of the embedded pool, never admin. */
final class DemonstrationIdentity {

    static final String NAME = "demonstration";
    static final Principal PRINCIPAL = Principal.of(NAME, Role.OPERATOR).provenBy(Mechanism.DEMONSTRATION);

    private DemonstrationIdentity() {}
}
