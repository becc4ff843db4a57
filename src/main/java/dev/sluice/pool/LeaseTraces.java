package dev.sluice.pool;

/** The state that a lease leaves behind on the far side. No value stands for none. */
enum LeaseTraces {
    /** State that later leases of the same tenant may see, but no other lease. */
    OF_TENANT,
    /** State that no later lease may see. */
    ANY
}
