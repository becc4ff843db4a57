package dev.sluice.generic;

import dev.sluice.time.Interruption;
import dev.sluice.time.Timer;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Interrupts foreign code at its time limit, so that it does not occupy a worker without limit. Thread-safe. */
final class TimeLimit {

    private final Timer timer;

    TimeLimit(Timer timer) {
        this.timer = timer;
    }

    /** Runs the work on the calling thread, and interrupts it at the limit. Clears that interrupt afterwards. */
    <T> T call(Callable<T> work, Duration limit) throws Exception {
        Interruption interruption = new Interruption();
        Timer.Scheduled alarm = timer.once(limit, interruption::interrupt);
        try {
            return work.call();
        } finally {
            alarm.cancel();
            interruption.end();
        }
    }
}
