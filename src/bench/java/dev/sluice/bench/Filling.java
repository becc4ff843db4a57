package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;

/** Sees to it that a pool has its resources before it is measured. */
final class Filling {

    private Filling() {}

    /** Takes so many at once and gives them back. */
    static void await(Peer peer, int count) throws Exception {
        release(hold(peer, count));
    }

    /** Takes so many. */
    static List<AutoCloseable> hold(Peer peer, int count) throws Exception {
        List<AutoCloseable> held = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            held.add(peer.acquire());
        }
        return held;
    }

    static void release(List<AutoCloseable> held) throws Exception {
        for (AutoCloseable each : held) {
            each.close();
        }
    }
}
