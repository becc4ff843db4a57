package dev.sluice.testing.wire;

/** One of the two ways that bytes go. */
public enum Way {
    TO_SERVER,
    TO_CLIENT
}
