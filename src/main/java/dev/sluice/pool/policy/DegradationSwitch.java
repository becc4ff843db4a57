package dev.sluice.pool.policy;

/**
 * The state of a {@link Degradation}: DEGRADED after some checks in a row with a high utilization, NORMAL after as many
 * with a low one. A utilization between the two limits changes nothing. Thread-safe.
 */
public final class DegradationSwitch {

    private final Degradation policy;
    private int inRow; // Guarded by this
    private volatile boolean degraded; // Written under this

    /** Creates a switch in this state. */
    public DegradationSwitch(Degradation policy, boolean degraded) {
        this.policy = policy;
        this.degraded = degraded;
    }

    /** Records the utilization at a check. Returns whether the state has changed. */
    public synchronized boolean check(double utilization) {
        boolean towardsChange = degraded ? utilization < policy.leaveAt() : utilization >= policy.enterAt();
        inRow = towardsChange ? inRow + 1 : 0;
        if (inRow < policy.checks()) {
            return false;
        }
        inRow = 0;
        degraded = !degraded;
        return true;
    }

    /** Returns whether the state is DEGRADED. */
    public boolean isDegraded() {
        return degraded;
    }

    /** Returns the name of the state. */
    public String state() {
        return degraded ? "DEGRADED" : "NORMAL";
    }
}
