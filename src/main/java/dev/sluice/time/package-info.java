/**
 * Clocks, timers and threads. No other package of the core reads a clock, or parks or starts a thread. Other code
 * receives a {@link dev.sluice.time.Ticker} and a {@link dev.sluice.time.Timer}, so that tests can control the time.
 */
@NullMarked
package dev.sluice.time;

import org.jspecify.annotations.NullMarked;
