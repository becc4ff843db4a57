/**
 * Measures Sluice beside its peers in one run: {@link dev.sluice.bench.Bench} starts a clean JVM for each
 * {@link dev.sluice.bench.Scenario} and {@link dev.sluice.bench.Peer}, and prints one Markdown table. Not part of the
 * product; see {@code docs/BENCHMARKS.md}.
 */
package dev.sluice.bench;
