package dev.sluice.tcp;

import dev.sluice.time.Ticker;
import dev.sluice.time.Timer;
import java.util.concurrent.Executor;

/**
 * What the connections of a pool share.
 *
 * @param diallers run attempts to dial, which may block for as long as these are allowed to
 * @param timer begins attempts, and ends writes that take too long
 */
record TcpRuntime(
        Dialler dialler,
        RetryDelays delays,
        Executor diallers,
        Ticker ticker,
        Timer timer,
        TcpCounters counters,
        Printer printer) {}
