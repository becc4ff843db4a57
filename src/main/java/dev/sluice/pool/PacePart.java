package dev.sluice.pool;

import dev.sluice.pool.policy.CreationPace;
import dev.sluice.pool.policy.GrowingRate;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.Rate;
import dev.sluice.pool.policy.ServerRates;
import dev.sluice.pool.policy.ServerRates.SharedRate;
import dev.sluice.pool.store.OnServer;
import dev.sluice.time.SpanText;
import dev.sluice.time.Timer.Scheduled;
import dev.sluice.value.Plural;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@link CreationPace}. A creation that has no turn yet is not begun; the demand is met again when there may
 * be one. So waiters keep their places in the queue. Thread-safe.
 */
final class PacePart<R> implements PolicyPart {

    private final PoolCore<R> core;
    private final Supply supply;
    private final PolicyNews news;
    private volatile @Nullable RunningPace inForce;
    private @Nullable Scheduled nextTurn; // Guarded by this

    private record RunningPace(
            CreationPace policy, @Nullable GrowingRate pool) {}

    PacePart(PoolCore<R> core, Supply supply) {
        this.core = core;
        this.supply = supply;
        this.news = new PolicyNews(core, name());
    }

    @Override
    public String name() {
        return CreationPace.DECLARATION.name();
    }

    @Override
    public void apply(PoolPolicies policies) {
        CreationPace wanted = core.isServing() ? policies.creationPace() : null; // a closed pool limits no other one
        RunningPace now = inForce;
        if (Objects.equals(wanted, now == null ? null : now.policy())) {
            return;
        }
        inForce = null;
        ServerRates.OF_PROCESS.leave(this);
        if (wanted != null) {
            Rate perPool = wanted.perPool();
            inForce = new RunningPace(
                    wanted, perPool == null ? null : new GrowingRate(perPool, wanted.ramp(), core.ticker.nanos()));
        }
    }

    @Override
    public @Nullable String state() {
        RunningPace now = inForce;
        if (now == null) {
            return null;
        }
        SharedRate server = serverOf(now);
        String words = now.policy().words(server == null ? "" : identity() + " with " + pools(server.pools()));
        GrowingRate pool = now.pool();
        long time = core.ticker.nanos();
        return pool == null || !pool.isRamping(time)
                ? words
                : words + "; grows after an outage, now " + String.format(Locale.ROOT, "%.1f/s", pool.rateAt(time));
    }

    /**
     * Takes the turn of a creation.
     *
     * @return whether there is one; otherwise the demand is met again when there may be one
     */
    boolean tryTake() {
        RunningPace now = inForce;
        long lacking = now == null ? 0 : take(now, core.ticker.nanos());
        if (lacking > 0 && schedule(lacking)) {
            waits(lacking);
        }
        return lacking == 0;
    }

    /** Takes the turn of a creation. Returns 0, or the nanoseconds for which the caller waits before it asks again. */
    long take() {
        RunningPace now = inForce;
        long lacking = now == null ? 0 : take(now, core.ticker.nanos());
        if (lacking > 0) {
            waits(lacking);
        }
        return lacking;
    }

    private void waits(long nanos) {
        core.counters.pacedCreations.increment();
        news.affected("creations wait for their turns, the next one for " + words(nanos));
    }

    private long take(RunningPace now, long time) {
        GrowingRate pool = now.pool();
        long lacking = pool == null ? 0 : pool.take(time);
        SharedRate server = lacking > 0 ? null : serverOf(now);
        if (server != null) {
            lacking = server.take(time);
            if (lacking > 0 && pool != null) {
                pool.giveBack(time);
            }
        }
        return lacking;
    }

    /** Returns the nanoseconds until a creation would have its turn; 0 if it would have one now. Takes none. */
    long untilTurn() {
        RunningPace now = inForce;
        long lacking = now == null ? 0 : take(now, core.ticker.nanos());
        if (lacking == 0) {
            giveBack();
        }
        return lacking;
    }

    /** Gives a turn back that was not used. */
    void giveBack() {
        RunningPace now = inForce;
        if (now != null) {
            long time = core.ticker.nanos();
            if (now.pool() != null) {
                now.pool().giveBack(time);
            }
            SharedRate server = serverOf(now);
            if (server != null) {
                server.giveBack(time);
            }
        }
    }

    /** Begins the ramp: creations succeed again. */
    void outageEnded() {
        RunningPace now = inForce;
        if (now != null && !now.policy().ramp().isZero()) {
            long time = core.ticker.nanos();
            if (now.pool() != null) {
                now.pool().startRamp(time);
            }
            SharedRate server = serverOf(now);
            if (server != null) {
                server.startRamp(time);
            }
            news.changed("the outage is over: the rates grow from 1/s to their limits within "
                    + SpanText.exact(now.policy().ramp()));
        }
    }

    /** Returns the rate of the present server, which another endpoint changes. */
    private @Nullable SharedRate serverOf(RunningPace now) {
        Rate perServer = now.policy().perServer();
        if (perServer == null || !core.isServing()) {
            return null;
        }
        SharedRate joined = ServerRates.OF_PROCESS.join(
                core.ticker, identity(), this, perServer, now.policy().ramp());
        if (!now.equals(inForce) || !core.isServing()) {
            ServerRates.OF_PROCESS.leave(this); // RACE: the policy has changed, or the pool has ended, meanwhile
        }
        return joined;
    }

    private String identity() {
        String server = core.store instanceof OnServer known ? known.server() : null;
        return server == null ? "of pool " + core.name : server;
    }

    /** Has the demand met at the next turn. Returns whether a wait begins; further tries in it are no other waits. */
    private synchronized boolean schedule(long nanos) {
        boolean begins = nextTurn == null;
        if (nextTurn != null) {
            nextTurn.cancel();
        }
        nextTurn = core.timer.once(Duration.ofNanos(nanos), this::turn);
        return begins;
    }

    private void turn() {
        synchronized (this) {
            nextTurn = null;
        }
        supply.meetDemand();
    }

    private static String pools(int count) {
        return Plural.of(count, "pool");
    }

    private static String words(long nanos) {
        return SpanText.of(Duration.ofNanos(nanos));
    }
}
