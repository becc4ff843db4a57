package dev.sluice.admission;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.sluice.pool.store.Slot;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Races at the gate, on every interleaving and reordering that this machine can produce. */
public final class GateRaces {

    private GateRaces() {}

    /** A permit becomes free while a caller comes: it is never overlooked. */
    @JCStressTest
    @Outcome(id = "served, 1 leased", expect = ACCEPTABLE, desc = "by whichever came second")
    @State
    public static class ReleaseAndQueueStrict {
        private final Scene scene = new Scene(Fairness.STRICT, 1);
        private final Slot<Integer> slot = scene.take();
        private final QueuedWaiter<Slot<Integer>> waiter = scene.newcomer();

        @Actor
        public void release() {
            scene.release(slot);
        }

        @Actor
        public void queue() {
            scene.gate.queue(waiter);
        }

        @Arbiter
        public void end(LL_Result r) {
            r.r1 = scene.endOf(waiter);
            r.r2 = scene.leased();
        }
    }

    /** The same where the caller may only be woken to look. */
    @JCStressTest
    @Outcome(id = "served, 1 leased", expect = ACCEPTABLE, desc = "by whichever came second")
    @State
    public static class ReleaseAndQueueBounded {
        private final Scene scene = new Scene(Fairness.BOUNDED, 1);
        private final Slot<Integer> slot = scene.take();
        private final QueuedWaiter<Slot<Integer>> waiter = scene.newcomer();

        @Actor
        public void release() {
            scene.release(slot);
        }

        @Actor
        public void queue() {
            scene.gate.queue(waiter);
        }

        @Arbiter
        public void end(LL_Result r) {
            r.r1 = scene.endOf(waiter);
            r.r2 = scene.leased();
        }
    }

    /** A hand-off races with a timeout or an interrupt: the permit is the waiter's, or still there. */
    @JCStressTest
    @Outcome(id = "served, 1 leased", expect = ACCEPTABLE, desc = "handed over just in time")
    @Outcome(id = "TIMED_OUT, 0 leased", expect = ACCEPTABLE, desc = "gone before")
    @State
    public static class ReleaseAndLeaveStrict {
        private final Scene scene = new Scene(Fairness.STRICT, 1);
        private final Slot<Integer> slot = scene.take();
        private final QueuedWaiter<Slot<Integer>> waiter = scene.waiter();

        @Actor
        public void release() {
            scene.release(slot);
        }

        @Actor
        public void leave() {
            scene.gate.leave(waiter);
        }

        @Arbiter
        public void end(LL_Result r) {
            r.r1 = scene.endOf(waiter);
            r.r2 = scene.leased();
        }
    }

    /** A waiter that was woken leaves instead of searching: the next waiter receives the permit. */
    @JCStressTest
    @Outcome(id = "TIMED_OUT, served, 1 leased", expect = ACCEPTABLE, desc = "passed on")
    @State
    public static class ReleaseAndLeaveBounded {
        private final Scene scene = new Scene(Fairness.BOUNDED, 1);
        private final Slot<Integer> slot = scene.take();
        private final QueuedWaiter<Slot<Integer>> first = scene.waiter();
        private final QueuedWaiter<Slot<Integer>> second = scene.waiter();

        @Actor
        public void release() {
            scene.release(slot);
        }

        @Actor
        public void leave() {
            scene.gate.leave(first);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r1 = scene.endOf(first);
            r.r2 = scene.endOf(second);
            r.r3 = scene.leased();
        }
    }

    /** Two permits become free: the giver that finds somebody on his way may rely on him. */
    @JCStressTest
    @Outcome(id = "served, served, 2 leased", expect = ACCEPTABLE, desc = "both")
    @State
    public static class TwoReleases {
        private final Scene scene = new Scene(Fairness.BOUNDED, 2);
        private final Slot<Integer> one = scene.take();
        private final Slot<Integer> other = scene.take();
        private final QueuedWaiter<Slot<Integer>> first = scene.waiter();
        private final QueuedWaiter<Slot<Integer>> second = scene.waiter();

        @Actor
        public void releaseOne() {
            scene.release(one);
        }

        @Actor
        public void releaseOther() {
            scene.release(other);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r1 = scene.endOf(first);
            r.r2 = scene.endOf(second);
            r.r3 = scene.leased();
        }
    }

    /** The one who was woken lands while another permit becomes free. */
    @JCStressTest
    @Outcome(id = "served, served, 2 leased", expect = ACCEPTABLE, desc = "both")
    @State
    public static class ReleaseAndLand {
        private final Scene scene = new Scene(Fairness.BOUNDED, 2);
        private final Slot<Integer> one = scene.take();
        private final Slot<Integer> other = scene.take();
        private final QueuedWaiter<Slot<Integer>> first = scene.waiter();
        private final QueuedWaiter<Slot<Integer>> second = scene.waiter();

        public ReleaseAndLand() {
            scene.release(one);
        }

        @Actor
        public void land() {
            scene.gate.poll(first);
        }

        @Actor
        public void release() {
            scene.release(other);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r1 = scene.endOf(first);
            r.r2 = scene.endOf(second);
            r.r3 = scene.leased();
        }
    }

    /** A newcomer overtakes while the one who was woken lands: one of them has the permit. */
    @JCStressTest
    @Outcome(id = "passed, waits, 1 leased", expect = ACCEPTABLE, desc = "overtaken, within the bound")
    @Outcome(id = "queues, served, 1 leased", expect = ACCEPTABLE, desc = "it was its turn")
    @State
    public static class PassAndLand {
        private final Scene scene = new Scene(Fairness.BOUNDED, 1);
        private final Slot<Integer> slot = scene.take();
        private final QueuedWaiter<Slot<Integer>> waiter = scene.waiter();
        private final Ticket newcomer = scene.ticket();

        public PassAndLand() {
            scene.release(slot);
        }

        @Actor
        public void pass(LLL_Result r) {
            r.r1 = scene.gate.pass(newcomer) == null ? "queues" : "passed";
        }

        @Actor
        public void land() {
            scene.gate.poll(waiter);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r2 = scene.endOf(waiter);
            r.r3 = scene.leased();
        }
    }

    /** Two newcomers race for the last overtaking: one may. */
    @JCStressTest
    @Outcome(id = "queues, passed, 1 leased", expect = ACCEPTABLE, desc = "the second")
    @Outcome(id = "passed, queues, 1 leased", expect = ACCEPTABLE, desc = "the first")
    @State
    public static class TwoPass {
        private final Scene scene = new Scene(Fairness.BOUNDED, 2);
        private final Slot<Integer> one = scene.take();
        private final Slot<Integer> other = scene.take();
        private final QueuedWaiter<Slot<Integer>> waiter = scene.waiter();
        private final Ticket first = scene.ticket();
        private final Ticket second = scene.ticket();

        public TwoPass() {
            scene.release(one);
            scene.release(other);
        }

        @Actor
        public void pass(LLL_Result r) {
            r.r1 = scene.gate.pass(first) == null ? "queues" : "passed";
        }

        @Actor
        public void passToo(LLL_Result r) {
            r.r2 = scene.gate.pass(second) == null ? "queues" : "passed";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = scene.leased();
        }
    }

    /** The short way in races with a caller that queues: one of them has the only permit. */
    @JCStressTest
    @Outcome(id = "passed, waits", expect = ACCEPTABLE, desc = "the short way")
    @Outcome(id = "queues, served", expect = ACCEPTABLE, desc = "the long way")
    @State
    public static class TryEnterAndQueue {
        private final Scene scene = new Scene(Fairness.STRICT, 1);
        private final QueuedWaiter<Slot<Integer>> waiter = scene.newcomer();

        @Actor
        public void tryEnter(LL_Result r) {
            r.r1 = scene.take() == null ? "queues" : "passed";
        }

        @Actor
        public void queue() {
            scene.gate.queue(waiter);
        }

        @Arbiter
        public void end(LL_Result r) {
            r.r2 = scene.endOf(waiter);
        }
    }

    /** A close races with a caller that queues: nobody is left waiting. */
    @JCStressTest
    @Outcome(id = "CLOSED, 1 leased", expect = ACCEPTABLE, desc = "turned out, or not let in")
    @State
    public static class CloseAndQueue {
        private final Scene scene = new Scene(Fairness.BOUNDED, 1);
        private final Slot<Integer> slot = scene.take();
        private final QueuedWaiter<Slot<Integer>> waiter = scene.newcomer();
        private Admission<Slot<Integer>> immediate;

        @Actor
        public void close() {
            scene.gate.close();
        }

        @Actor
        public void queue() {
            immediate = scene.gate.queue(waiter);
        }

        @Arbiter
        public void end(LL_Result r) {
            r.r1 = immediate == null ? scene.endOf(waiter) : immediate.outcome().name();
            r.r2 = slot == null ? "none" : scene.leased();
        }
    }

    /** A close races with a hand-off. */
    @JCStressTest
    @Outcome(id = "CLOSED, 0 leased", expect = ACCEPTABLE, desc = "turned out")
    @Outcome(id = "served, 1 leased", expect = ACCEPTABLE, desc = "served just before")
    @State
    public static class CloseAndRelease {
        private final Scene scene = new Scene(Fairness.STRICT, 1);
        private final Slot<Integer> slot = scene.take();
        private final QueuedWaiter<Slot<Integer>> waiter = scene.waiter();

        @Actor
        public void close() {
            scene.gate.close();
        }

        @Actor
        public void release() {
            scene.release(slot);
        }

        @Arbiter
        public void end(LL_Result r) {
            r.r1 = scene.endOf(waiter);
            r.r2 = scene.leased();
        }
    }

    /** A resume races with a release during the pause. */
    @JCStressTest
    @Outcome(id = "served, 1 leased", expect = ACCEPTABLE, desc = "by whichever came second")
    @State
    public static class ResumeAndRelease {
        private final Scene scene = new Scene(Fairness.BOUNDED, 1);
        private final Slot<Integer> slot = scene.take();
        private final QueuedWaiter<Slot<Integer>> waiter = scene.waiter();

        public ResumeAndRelease() {
            scene.gate.pause();
        }

        @Actor
        public void resume() {
            scene.gate.resume();
        }

        @Actor
        public void release() {
            scene.release(slot);
        }

        @Arbiter
        public void end(LL_Result r) {
            r.r1 = scene.endOf(waiter);
            r.r2 = scene.leased();
        }
    }
}
