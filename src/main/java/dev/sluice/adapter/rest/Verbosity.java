package dev.sluice.adapter.rest;

/**
 * How much of a pool is logged.
 *
 * @param pool its name
 * @param verbose whether there is a line for each lease
 */
public record Verbosity(String pool, boolean verbose) {}
