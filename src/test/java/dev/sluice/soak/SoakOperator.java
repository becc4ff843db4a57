package dev.sluice.soak;

import dev.sluice.access.Requester;
import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.FlushMode;
import dev.sluice.control.operation.Operation;
import dev.sluice.control.operation.Order;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.store.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.stream.Stream;

/** An operator who does all that can be done with a pool, again and again, dry runs included. */
final class SoakOperator {

    private static final String SPARE = "spare";
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Pace QUICK = new Pace(2, 0, 5);

    private final PoolManager manager;
    private final Counts counts;
    private final ReadWriteLock turns;
    private final String[] urls;
    private final String user;
    private final List<Runnable> steps;
    private final Thread thread = new Thread(this::live, "operator");
    private int moves;
    private volatile boolean over;

    /**
     * @param turns held for reading in a step, which leaves the pool as it was
     * @param urls two names of the one server
     */
    SoakOperator(PoolManager manager, Counts counts, ReadWriteLock turns, String user, String... urls) {
        this.manager = manager;
        this.counts = counts;
        this.turns = turns;
        this.user = user;
        this.urls = urls.clone();
        this.steps = Stream.of(replacing(), sizing(), breaking(), steering(), moving(), others())
                .flatMap(List::stream)
                .toList();
        thread.setDaemon(true);
        thread.start();
    }

    private void live() {
        for (int i = 0; !over; i = (i + 1) % steps.size()) {
            turns.readLock().lock();
            try {
                steps.get(i).run();
            } catch (Throwable e) {
                counts.violation("the operator met " + e);
            } finally {
                turns.readLock().unlock();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private List<Runnable> replacing() {
        Selector older = new Selector(Duration.ofSeconds(5), null, null);
        return List.of(
                step(Commands.reset(false)),
                step(Commands.expire(older)),
                step(Commands.renew(QUICK)),
                step(Commands.validate()),
                step(Commands.flush(FlushMode.GRACEFUL)),
                step(Commands.flush(FlushMode.IDLE)),
                step(Commands.flush(FlushMode.INVALID)));
    }

    private List<Runnable> sizing() {
        return List.of(
                step(Commands.fill(null)),
                step(Commands.warmUp(SoakedPools.MAX - 2, 2)),
                step(Commands.flush(FlushMode.FILL)),
                step(Commands.resize(1, SoakedPools.MAX / 2), Commands.resize(SoakedPools.MIN, SoakedPools.MAX)));
    }

    private List<Runnable> breaking() {
        return List.of(
                step(Commands.flush(FlushMode.LEAK)),
                step(Commands.release(new LeaseSelector(null, null, Map.of("job", "report"), null, null))),
                step(Commands.release(new LeaseSelector(null, Duration.ofMillis(500), Map.of(), "acme", null))),
                () -> manager.stats(SoakedPools.NAME).connections().stream()
                        .findFirst()
                        .ifPresent(one -> perform(SoakedPools.NAME, Commands.release(one.id()), false)),
                step(Commands.reset(true)),
                step(Commands.flush(FlushMode.ALL)));
    }

    private List<Runnable> steering() {
        return List.of(
                step(Commands.pause(), Commands.resume()),
                step(Commands.disable(), Commands.enable()),
                step(Commands.drain(PATIENCE), Commands.enable()),
                step(Commands.resetStatistics()));
    }

    private List<Runnable> moving() {
        return List.of(
                this::move,
                () -> perform(
                        SoakedPools.NAME,
                        Commands.rotateCredentials(new Target(null, user, "secret", true), QUICK, PATIENCE),
                        false));
    }

    private void move() {
        Target target = new Target(urls[++moves % urls.length], user, "secret", true);
        perform(SoakedPools.NAME, Commands.switchEndpoint(target, PATIENCE), true);
        perform(SoakedPools.NAME, Commands.switchEndpoint(target, PATIENCE), false);
    }

    private List<Runnable> others() {
        Map<String, String> settings = new TreeMap<>(Map.of("url", urls[0]));
        return List.of(
                () -> {
                    perform(SPARE, Commands.createPool(settings, false), false);
                    if (manager.names().contains(SPARE)) {
                        perform(SPARE, Commands.fill(null), false);
                        perform(SPARE, Commands.close(CloseMode.DRAIN, PATIENCE), false);
                        perform(SPARE, Commands.deletePool(CloseMode.FORCE, PATIENCE, false), false);
                    }
                },
                this::cancelled);
    }

    /** A renewal that would take minutes. */
    private void cancelled() {
        try {
            Order slow = Order.of(SoakedPools.NAME, Commands.renew(new Pace(1, 0.1, 5)), "soak");
            Operation begun = manager.start(slow);
            if (!begun.hasEnded()) {
                manager.cancel(begun.id());
            }
            manager.await(begun.id(), DEADLINE);
            counts.add("operation cancel: done");
        } catch (RuntimeException e) {
            failed("cancel", e);
        }
    }

    private Runnable step(Command... commands) {
        return () -> {
            for (Command command : commands) {
                perform(SoakedPools.NAME, command, true);
                perform(SoakedPools.NAME, command, false);
            }
        };
    }

    private void perform(String pool, Command command, boolean dry) {
        String name = command.name() + (dry ? " (dry)" : "");
        try {
            Operation begun =
                    manager.start(new Order(pool, command, Requester.application("soak"), dry, DEADLINE, null));
            Operation ended = manager.await(begun.id(), DEADLINE.plus(DEADLINE));
            counts.add("operation " + name + ": " + ended.status());
            if (ended.status() == Operation.Status.INCOMPLETE && ended.report() != null) {
                counts.add("why incomplete: " + name + ": "
                        + String.valueOf(ended.report().message()).replaceAll("\\d+", "#"));
            }
            if (!ended.hasEnded()) {
                counts.violation(ended.id() + " " + name + " goes on after twice its deadline: " + ended.step());
                manager.cancel(ended.id());
            }
        } catch (RuntimeException e) {
            failed(name, e);
        }
    }

    private void failed(String name, RuntimeException e) {
        counts.add("operation " + name + ": " + e.getClass().getSimpleName());
        if (!(e instanceof PoolException)) {
            counts.violation("operation " + name + " met " + e);
        }
    }

    /** Undoes what a step that failed half-way has left. At rest. */
    void undo() {
        if (manager.stats(SoakedPools.NAME).state() == PoolState.PAUSED) {
            perform(SoakedPools.NAME, Commands.resume(), false);
        }
        PoolState state = manager.stats(SoakedPools.NAME).state();
        if (state == PoolState.DISABLED || state == PoolState.DRAINING) {
            perform(SoakedPools.NAME, Commands.enable(), false);
        }
        if (manager.names().contains(SPARE)) {
            perform(SPARE, Commands.deletePool(CloseMode.FORCE, PATIENCE, false), false);
        }
        perform(SoakedPools.NAME, Commands.resize(SoakedPools.MIN, SoakedPools.MAX), false);
    }

    /** Ends it, and waits for the end. */
    void end() throws InterruptedException {
        over = true;
        thread.join(TimeUnit.SECONDS.toMillis(60));
    }
}
