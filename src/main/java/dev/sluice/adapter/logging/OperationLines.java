package dev.sluice.adapter.logging;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.Secrets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The lines of the operations on one pool: asked for, refused, done. */
final class OperationLines {

    private final PoolMessages log;
    private final AtomicInteger recreations = new AtomicInteger();
    private volatile String latest = "";
    private volatile @Nullable Thread expiring;

    OperationLines(PoolMessages log) {
        this.log = log;
    }

    void requested(PoolEvent event) {
        String operation = nameIn(event);
        latest = operation;
        recreations.set(0);
        expiring = operation.equals("expire") ? Thread.currentThread() : null;
        switch (operation) {
            case "reset" -> log.resetting();
            case "release" -> log.begun("release a connection");
            default -> {
                log.requested(capitalised(operation));
                log.begun(taskOf(operation));
            }
        }
    }

    private static String taskOf(String operation) {
        return switch (operation) {
            case "expire" -> "expire old connections";
            case "fill" -> "fill pool";
            case "warm-up" -> "warm up pool";
            case "drain", "pause", "resume", "disable", "enable", "resize" -> operation + " pool";
            case "reset-statistics" -> "reset statistics";
            case "switch-endpoint" -> "switch to another endpoint";
            case "rotate-credentials" -> "rotate credentials";
            default -> operation + " connections";
        };
    }

    void refused(PoolEvent event) {
        String operation = nameIn(event);
        String running = latest;
        if (operation.equals(running)) {
            log.alreadyInProgress(capitalised(operation));
        } else {
            log.refused(capitalised(operation), running);
        }
    }

    void completed(PoolEvent event) {
        String operation = nameIn(event);
        expiring = null;
        if (operation.equals("reset")) {
            log.reset(event.count());
        } else if (operation.equals("fill") && event.count() == 0 && event.total() >= event.max()) {
            log.alreadyAtMaximum(event.total());
        } else {
            log.completed(capitalised(operation), event.count(), event.total(), event.max());
        }
    }

    void incomplete(PoolEvent event) {
        expiring = null;
        if (event.operation().equals("reset")) {
            log.reset(event.count());
        }
        log.incomplete(capitalised(named(event.operation())), Secrets.mask(event.incompleteBecause()));
    }

    /** A reset has tried to create another one: the number of the attempt. */
    int recreation() {
        return recreations.incrementAndGet();
    }

    /** Whether what is told now is the doing of an expire operation: it works on the thread that asked for it. */
    boolean isExpiring() {
        return Thread.currentThread().equals(expiring);
    }

    private static String nameIn(PoolEvent event) {
        return named(Secrets.mask(event.detail()));
    }

    private static String named(String operation) {
        return operation.isEmpty() ? "operation" : operation;
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
