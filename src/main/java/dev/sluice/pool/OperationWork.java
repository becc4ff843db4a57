package dev.sluice.pool;

import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The steps that operations are made of, and the report that grows with them. Used by one thread. */
final class OperationWork<R> {

    /** How long an operation waits for a step before it says that it is not complete. */
    private static final long STEP_SECONDS = 30;

    private final PoolCore<R> core;
    private final String operation;
    private final Instant startedAt;
    private final long startNanos;
    private final int before;
    private final List<String> retired = new ArrayList<>();
    private final List<String> retireOnRelease = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private int wanted;
    private int created;
    private int failed;
    private @Nullable String error;
    private @Nullable String message;

    OperationWork(PoolCore<R> core, String operation) {
        this.core = core;
        this.operation = operation;
        this.startedAt = core.ticker.instant();
        this.startNanos = core.ticker.nanos();
        this.before = core.slots.size();
    }

    void say(String words) {
        message = words;
    }

    void want(int count) {
        wanted = count;
    }

    @Nullable
    String error() {
        return error;
    }

    /** Retires what matches: idle ones now, and waits until they are gone; leased ones on release, or by force. */
    void retire(Predicate<Slot<R>> matching, String reason, boolean force) {
        List<CompletableFuture<Void>> going = new ArrayList<>();
        for (Slot<R> slot : core.slots.snapshot()) {
            if (matching.test(slot)) {
                CompletableFuture<Void> gone = core.retirement.retire(slot, reason);
                if (gone != null) {
                    retired.add(slot.name());
                    going.add(gone);
                } else if (force && (gone = core.retirement.breakLease(slot, reason)) != null) {
                    broken.add(slot.name());
                    going.add(gone);
                } else {
                    noteLater(slot);
                }
            }
        }
        going.forEach(this::awaitGone);
    }

    /** It will go when its owner is done with it, unless it is gone already. */
    private void noteLater(Slot<R> slot) {
        SlotState state = slot.state();
        if (state != SlotState.CLOSING && state != SlotState.CLOSED) {
            retireOnRelease.add(slot.name());
        }
    }

    /** Breaks the lease of one; false if it is not leased. */
    boolean breakLease(Slot<R> slot) {
        CompletableFuture<Void> gone = core.retirement.breakLease(slot, operation);
        if (gone == null) {
            return false;
        }
        broken.add(slot.name());
        awaitGone(gone);
        return true;
    }

    /** Creates that many, as far as there is room, and waits for them. */
    void create(int count) {
        wanted += Math.max(0, count);
        List<CompletableFuture<Slot<R>>> coming = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CompletableFuture<Slot<R>> one = core.creation.createNow(operation);
            if (one != null) {
                coming.add(one);
            }
        }
        coming.forEach(this::await);
        if (coming.size() < count && message == null && error == null) {
            message = (count - coming.size()) + " will be created when leases end and there is room";
        }
    }

    /** Waits for one that is being created; false if that fails. */
    boolean await(CompletableFuture<Slot<R>> creation) {
        try {
            creation.get(STEP_SECONDS, TimeUnit.SECONDS);
            created++;
            return true;
        } catch (ExecutionException e) {
            fail(messageOf(e));
        } catch (TimeoutException e) {
            fail("not created within " + STEP_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted");
        }
        return false;
    }

    /** Its replacement is there: it goes now, or when it is released. */
    void retireReplaced(Slot<R> slot) {
        CompletableFuture<Void> gone = core.retirement.retire(slot, "renewed");
        if (gone == null) {
            noteLater(slot);
        } else {
            retired.add(slot.name());
            awaitGone(gone);
        }
    }

    /** No room for its replacement: an idle one goes first, a leased one is replaced when it is released. */
    boolean makeRoom(Slot<R> slot) {
        if (!slot.move(SlotState.IDLE, SlotState.CLOSING)) {
            CompletableFuture<Void> gone = core.retirement.retire(slot, Retirement.RENEW);
            if (gone == null) {
                noteLater(slot);
            } else {
                retired.add(slot.name());
            }
            return true;
        }
        retired.add(slot.name());
        awaitGone(core.retirement.close(slot, "renewed"));
        CompletableFuture<Slot<R>> replacement = core.creation.createNow(Retirement.RENEW);
        boolean replaced = replacement == null || await(replacement);
        if (!replaced) {
            core.growth.owe(); // it went first: the pool would stay smaller than it was
        }
        return replaced;
    }

    private static String messageOf(ExecutionException e) {
        Throwable cause = e.getCause();
        return Creation.words(cause == null ? e : cause);
    }

    private void fail(String why) {
        failed++;
        error = why;
    }

    private void awaitGone(CompletableFuture<Void> gone) {
        try {
            gone.get(STEP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            error = "not closed within " + STEP_SECONDS + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            error = "interrupted";
        }
    }

    OperationReport report() {
        return new OperationReport(
                operation,
                core.name,
                startedAt,
                (core.ticker.nanos() - startNanos) / 1e6,
                before,
                core.slots.size(),
                retired,
                retireOnRelease,
                broken,
                wanted,
                created,
                failed,
                error == null,
                message == null ? error : message);
    }
}
