package dev.sluice.bench;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A load that goes up and down around what the pool can bear: 50 callers, each with bursts of 20 short holds and pauses
 * in between. Again and again callers wait, and again and again connections are free: who misses its turn is seen.
 */
final class StallsUnderLoad implements Program {

    private static final int CALLERS = 50;
    private static final int BURST = 20;
    private static final long LEAST_HOLD = 50_000;
    private static final long MOST_HOLD = 900_000;
    private static final long LONGEST_PAUSE = 20_000_000;

    @Override
    public String name() {
        return "stalls";
    }

    @Override
    public List<Row> rows() {
        return List.of(
                Row.plain("stalls", "stalls ≥ 1 s while connections were free, under load")
                        .goal("= 0"),
                Row.lower("longest", "longest wait under that load, ms"));
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        try (JdbcPeer peer = contender.openFree();
                StallWatch watch = new StallWatch(PeerSettings.SIZE)) {
            Crowd crowd = new Crowd(Threads.PLATFORM, CALLERS, caller -> burst(peer, watch));
            crowd.rate(effort.measured().multipliedBy(2));
            crowd.stop();
            return new Figures()
                    .put("stalls", watch.stalls() + crowd.stranded())
                    .put("longest", watch.longestMillis());
        }
    }

    private static void burst(JdbcPeer peer, StallWatch watch) throws Exception {
        for (int i = 0; i < BURST; i++) {
            watch.cycle(peer, ThreadLocalRandom.current().nextLong(LEAST_HOLD, MOST_HOLD));
        }
        Caller.parkBetween(0, LONGEST_PAUSE);
    }
}
