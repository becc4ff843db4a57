package dev.sluice.control.operation;

/** A setting of a pool that makes no sense, or that there is not. The message begins with its key. */
public final class BadSetting extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * @param key as in a configuration, without the part that all settings of the pool have in common
     * @param problem what is wrong with it, with the value if that is no secret
     */
    public BadSetting(String key, String problem) {
        super(key + " " + problem);
        this.key = key;
    }

    /** The key. */
    public String key() {
        return key;
    }
}
