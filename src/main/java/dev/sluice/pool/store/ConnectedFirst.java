package dev.sluice.pool.store;

/**
 * Marks a failure that came after the resource had connected to the far side. The message of the failure says so and
 * names the step that failed.
 */
public interface ConnectedFirst {}
