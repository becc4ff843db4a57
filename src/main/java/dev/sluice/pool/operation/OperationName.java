package dev.sluice.pool.operation;

/**
 * The name of an operation, with its texts for the log. The constants are the operations of a pool itself; the catalogue
 * of operations may name others.
 *
 * @param text the name on all surfaces, in lower case with hyphens
 * @param task the task in the imperative: "switch to another endpoint"
 * @param title the noun with which a log line begins: "Switch of the endpoint"
 */
public record OperationName(String text, String task, String title) {

    /** Replaces all resources. */
    public static final OperationName RESET = new OperationName("reset", "reset connections", "Reset");

    /** Closes resources that are too old, or that are selected. */
    public static final OperationName EXPIRE = new OperationName("expire", "expire old connections", "Expire");

    /** Replaces all resources at a pace. */
    public static final OperationName RENEW = new OperationName("renew", "renew connections", "Renew");

    /** Validates all idle resources. */
    public static final OperationName VALIDATE = new OperationName("validate", "validate connections", "Validate");

    /** Closes, validates or creates resources, according to its mode. */
    public static final OperationName FLUSH = new OperationName("flush", "flush connections", "Flush");

    /** Breaks leases. */
    public static final OperationName RELEASE = new OperationName("release", "release connections", "Release");

    /** Creates resources up to a number. */
    public static final OperationName FILL = new OperationName("fill", "fill pool", "Fill");

    /** Creates resources up to a number, with a maximum of simultaneous creations. */
    public static final OperationName WARM_UP = new OperationName("warm-up", "warm up pool", "Warm-up");

    /** Changes the sizes. */
    public static final OperationName RESIZE = new OperationName("resize", "resize pool", "Resize");

    /** Lets callers wait. */
    public static final OperationName PAUSE = new OperationName("pause", "pause pool", "Pause");

    /** Admits callers again after a pause. */
    public static final OperationName RESUME = new OperationName("resume", "resume pool", "Resume");

    /** Refuses callers. */
    public static final OperationName DISABLE = new OperationName("disable", "disable pool", "Disable");

    /** Admits callers again after a disable or a drain. */
    public static final OperationName ENABLE = new OperationName("enable", "enable pool", "Enable");

    /** Refuses callers, and empties the pool. */
    public static final OperationName DRAIN = new OperationName("drain", "drain pool", "Drain");

    /** Ends the pool. */
    public static final OperationName CLOSE = new OperationName("close", "close pool", "Close");

    /** Restarts the counters. */
    public static final OperationName RESET_STATISTICS =
            new OperationName("reset-statistics", "reset statistics", "Reset of statistics");

    /** Moves the pool to another endpoint. */
    public static final OperationName SWITCH_ENDPOINT =
            new OperationName("switch-endpoint", "switch to another endpoint", "Switch of the endpoint");

    /** Moves the pool to other credentials. */
    public static final OperationName ROTATE_CREDENTIALS =
            new OperationName("rotate-credentials", "rotate credentials", "Rotation of credentials");

    /** Acquires and releases as many callers would. */
    public static final OperationName LOAD_TEST = new OperationName("load-test", "load-test pool", "Load test");

    /** Runs the traffic of the demonstration. */
    public static final OperationName DEMONSTRATE =
            new OperationName("demonstrate", "run demonstration traffic", "Demonstration traffic");

    /** Lets callers, creations or validations fail. */
    public static final OperationName INJECT_FAULT =
            new OperationName("inject-fault", "inject a fault", "Injection of a fault");

    /** Ends injected faults. */
    public static final OperationName CLEAR_FAULTS =
            new OperationName("clear-faults", "clear injected faults", "Clearing of injected faults");

    /** Starts a pool with its first resources. */
    public static final OperationName CREATE_POOL =
            new OperationName("create-pool", "create pool", "Creation of the pool");

    /** Ends a pool and removes it from its manager. */
    public static final OperationName DELETE_POOL =
            new OperationName("delete-pool", "delete pool", "Deletion of the pool");

    /** Returns the name. */
    @Override
    public String toString() {
        return text;
    }
}
