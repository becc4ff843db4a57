package dev.sluice.admission;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Races at the slots, which are the permits. */
public final class SlotRaces {

    private SlotRaces() {}

    /** Two threads close one lease. */
    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the second")
    @State
    public static class TwoClosers {
        private final Slot<Integer> slot = new Scene(Fairness.STRICT, 1).take();
        private final long lease = slot.lease();

        @Actor
        public void close(ZZ_Result r) {
            r.r1 = slot.moveFrom(lease, SlotState.IDLE);
        }

        @Actor
        public void closeToo(ZZ_Result r) {
            r.r2 = slot.moveFrom(lease, SlotState.IDLE);
        }
    }

    /** An old lease is closed again while the slot is taken anew. */
    @JCStressTest
    @Outcome(id = "false, taken, 1 leased", expect = ACCEPTABLE, desc = "the new lease is not touched")
    @State
    public static class OldCloseAndTake {
        private final Scene scene = new Scene(Fairness.STRICT, 1);
        private final Slot<Integer> slot = scene.take();
        private final long old = slot.lease();

        public OldCloseAndTake() {
            slot.moveFrom(old, SlotState.IDLE);
        }

        @Actor
        public void closeAgain(LLL_Result r) {
            r.r1 = slot.moveFrom(old, SlotState.IDLE);
        }

        @Actor
        public void take(LLL_Result r) {
            r.r2 = scene.take() == null ? "nothing" : "taken";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = scene.leased();
        }
    }

    /** Two threads take the only free one. */
    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the second")
    @State
    public static class TwoTakers {
        private final Scene scene = new Scene(Fairness.STRICT, 1);

        @Actor
        public void take(ZZ_Result r) {
            r.r1 = scene.take() != null;
        }

        @Actor
        public void takeToo(ZZ_Result r) {
            r.r2 = scene.take() != null;
        }
    }

    /** A slot is marked while it comes back: one of the two sees to its end. */
    @JCStressTest
    @Outcome(id = "true, false, CLOSING", expect = ACCEPTABLE, desc = "the one who gave it back")
    @Outcome(id = "false, true, CLOSING", expect = ACCEPTABLE, desc = "the one who marked it")
    @State
    public static class ReleaseAndMark {
        private final Slot<Integer> slot = new Scene(Fairness.STRICT, 1).take();
        private final long lease = slot.lease();

        @Actor
        public void release(LLL_Result r) {
            slot.moveFrom(lease, SlotState.IDLE);
            r.r1 = slot.retirement() != null && slot.move(SlotState.IDLE, SlotState.CLOSING);
        }

        @Actor
        public void mark(LLL_Result r) {
            slot.retireOnRelease(RetirementReason.of("race"));
            r.r2 = slot.move(SlotState.IDLE, SlotState.CLOSING);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = slot.state();
        }
    }

    /** The next owner sees the writes of the last owner. */
    @JCStressTest
    @Outcome(id = "nothing, 0", expect = ACCEPTABLE, desc = "not yet")
    @Outcome(id = "taken, 1", expect = ACCEPTABLE, desc = "with all that was done before")
    @State
    public static class HandOver {
        private final Scene scene = new Scene(Fairness.STRICT, 1);
        private final Slot<Integer> slot = scene.take();
        private final long lease = slot.lease();
        private int plain;

        @Actor
        public void release() {
            plain = 1;
            slot.moveFrom(lease, SlotState.IDLE);
        }

        @Actor
        public void take(LL_Result r) {
            boolean taken = scene.take() != null;
            r.r1 = taken ? "taken" : "nothing";
            r.r2 = taken ? plain : 0;
        }
    }

    /** Two threads take the last place, as after a resize. */
    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the second")
    @State
    public static class TwoPlaces {
        private final Room room = new Room(() -> 1);

        @Actor
        public void take(ZZ_Result r) {
            r.r1 = room.tryTake() != null;
        }

        @Actor
        public void takeToo(ZZ_Result r) {
            r.r2 = room.tryTake() != null;
        }
    }
}
