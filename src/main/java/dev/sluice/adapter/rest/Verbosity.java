package dev.sluice.adapter.rest;

/**
 * The amount of log lines of a pool.
 *
 * @param pool its name
 * @param verbose whether there is a line for each lease
 */
public record Verbosity(String pool, boolean verbose) {}
