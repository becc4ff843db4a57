/**
 * The policies of a pool: groups of rules beyond those of the gate, each off until it is set. A policy is a record, with
 * its {@link dev.sluice.pool.policy.PolicyDeclaration}, from which all surfaces and the documentation are derived. The
 * effects of a policy that need no resources of a pool are here, too; the parts of package {@code pool} call them.
 */
@NullMarked
package dev.sluice.pool.policy;

import org.jspecify.annotations.NullMarked;
