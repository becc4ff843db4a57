package dev.sluice.keyed;

import dev.sluice.time.Timer;
import dev.sluice.time.Timer.Scheduled;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * One question to one resource whether it works. The time that it has begins when a thread asks it; if that passes, the
 * answer is no, whether or not the thread comes back, and the thread is interrupted.
 */
final class Ping<K, R> implements Runnable {

    private final Timer timer;
    private final Duration timeout;
    private final FutureTask<Boolean> question;

    /** Tells the answer once, on the thread that knows it first. */
    Ping(KeyedFactory<K, R> factory, Entry<K, R> entry, Timer timer, Duration timeout, Consumer<Boolean> answer) {
        this.timer = timer;
        this.timeout = timeout;
        this.question =
                new FutureTask<>(() -> {
                    factory.ping(entry.key(), entry.resource());
                    return true;
                }) {
                    @Override
                    protected void done() {
                        answer.accept(isYes(this));
                    }
                };
    }

    private static boolean isYes(FutureTask<Boolean> done) {
        try {
            return done.get();
        } catch (InterruptedException | ExecutionException | CancellationException e) {
            return false; // it is done, so nothing is waited for
        }
    }

    @Override
    public void run() {
        Scheduled limit = timer.once(timeout, () -> question.cancel(true));
        try {
            question.run();
        } finally {
            limit.cancel();
        }
    }
}
