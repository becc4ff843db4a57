package dev.sluice.control.operation;

/** Reports a setting of a pool that is invalid or unknown. The message begins with its key. */
public final class BadSetting extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * @param key as in a configuration, without the part that all settings of the pool have in common
     * @param problem the fault, with the value unless it is secret
     */
    public BadSetting(String key, String problem) {
        super(key + " " + problem);
        this.key = key;
    }

    /** Returns the key. */
    public String key() {
        return key;
    }
}
