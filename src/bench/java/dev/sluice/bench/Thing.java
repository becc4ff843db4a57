package dev.sluice.bench;

/** What a pool of things pools. Closing it gives it back. */
final class Thing implements AutoCloseable {

    private final GiveBack giveBack;

    Thing(GiveBack giveBack) {
        this.giveBack = giveBack;
    }

    /** How it gets back. */
    @FunctionalInterface
    interface GiveBack {
        void accept(Thing thing);
    }

    @Override
    public void close() {
        giveBack.accept(this);
    }
}
