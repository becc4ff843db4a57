package dev.sluice.adapter.rest;

/**
 * The amount of log lines of a pool.
 *
 * @param pool the name of the pool
 * @param verbose whether the log has a line for each lease
 */
public record Verbosity(String pool, boolean verbose) {}
