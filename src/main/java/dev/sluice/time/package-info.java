/**
 * The seams for time: the only place of the core that reads a clock, parks a thread or starts one.
 * Everything else is handed a {@link dev.sluice.time.Ticker} and a {@link dev.sluice.time.Timer}, so that
 * a test can move time by hand.
 */
@NullMarked
package dev.sluice.time;

import org.jspecify.annotations.NullMarked;
