package dev.sluice.tcp;

import dev.sluice.time.Ticker;
import dev.sluice.time.Timer;
import java.util.concurrent.Executor;

/**
 * The services that all connections of a pool share.
 *
 * @param diallers run attempts to connect, which may block up to their limit
 * @param timer begins attempts, and ends writes that take too long
 */
record TcpRuntime(
        Dialler dialler,
        RetryDelays delays,
        Executor diallers,
        Ticker ticker,
        Timer timer,
        TcpCounters counters,
        ErrorPrinter printer) {}
