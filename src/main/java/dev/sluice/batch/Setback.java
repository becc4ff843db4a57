package dev.sluice.batch;

/** Why a chunk is to be done again. */
enum Setback {
    /** There is no connection. */
    AWAY,
    /** The connection broke while it was under way. */
    LOST,
    /** It met others, as in a deadlock. */
    CONFLICT,
    /** The server has trouble of its own that passes. */
    SERVER
}
