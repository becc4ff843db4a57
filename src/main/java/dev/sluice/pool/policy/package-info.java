/**
 * The policies of a pool: groups of rules beyond those of the gate, each off until it is set. A policy is a record, with
 * its {@link dev.sluice.pool.policy.PolicyDeclaration}, from which all surfaces and the documentation are derived. What
 * a policy does without the resources of a pool is here, too; the parts of package {@code pool} call it.
 */
@NullMarked
package dev.sluice.pool.policy;

import org.jspecify.annotations.NullMarked;
