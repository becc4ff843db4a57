package dev.sluice.testing.wire;

/** The two directions of bytes. */
public enum Way {
    TO_SERVER,
    TO_CLIENT
}
