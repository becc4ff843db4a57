package dev.sluice.pool.operation;

/** The operations on a pool, each with its name and its texts for the log. */
public enum OperationName {
    /** Replaces all resources. */
    RESET("reset", "reset connections", "Reset"),
    /** Closes resources that are too old, or that are selected. */
    EXPIRE("expire", "expire old connections", "Expire"),
    /** Replaces all resources at a pace. */
    RENEW("renew", "renew connections", "Renew"),
    /** Validates all idle resources. */
    VALIDATE("validate", "validate connections", "Validate"),
    /** Closes, validates or creates resources, according to its mode. */
    FLUSH("flush", "flush connections", "Flush"),
    /** Breaks leases. */
    RELEASE("release", "release connections", "Release"),
    /** Creates resources up to a number. */
    FILL("fill", "fill pool", "Fill"),
    /** Creates resources up to a number, with a maximum of simultaneous creations. */
    WARM_UP("warm-up", "warm up pool", "Warm-up"),
    /** Changes the sizes. */
    RESIZE("resize", "resize pool", "Resize"),
    /** Lets callers wait. */
    PAUSE("pause", "pause pool", "Pause"),
    /** Admits callers again after a pause. */
    RESUME("resume", "resume pool", "Resume"),
    /** Refuses callers. */
    DISABLE("disable", "disable pool", "Disable"),
    /** Admits callers again after a disable or a drain. */
    ENABLE("enable", "enable pool", "Enable"),
    /** Refuses callers, and empties the pool. */
    DRAIN("drain", "drain pool", "Drain"),
    /** Ends the pool. */
    CLOSE("close", "close pool", "Close"),
    /** Restarts the counters. */
    RESET_STATISTICS("reset-statistics", "reset statistics", "Reset of statistics"),
    /** Moves the pool to another endpoint. */
    SWITCH_ENDPOINT("switch-endpoint", "switch to another endpoint", "Switch of the endpoint"),
    /** Moves the pool to other credentials. */
    ROTATE_CREDENTIALS("rotate-credentials", "rotate credentials", "Rotation of credentials"),
    /** Starts a pool with its first resources. */
    CREATE_POOL("create-pool", "create pool", "Creation of the pool"),
    /** Ends a pool and removes it from its manager. */
    DELETE_POOL("delete-pool", "delete pool", "Deletion of the pool");

    private final String text;
    private final String task;
    private final String title;

    OperationName(String text, String task, String title) {
        this.text = text;
        this.task = task;
        this.title = title;
    }

    /** Returns the name on all surfaces, in lower case with hyphens. */
    public String text() {
        return text;
    }

    /** Returns the task in the imperative: "switch to another endpoint". */
    public String task() {
        return task;
    }

    /** Returns the noun with which a log line begins: "Switch of the endpoint". */
    public String title() {
        return title;
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return text;
    }
}
