package dev.sluice.bench;

/** A resource of a pool of things. Closing a thing releases it. */
final class Thing implements AutoCloseable {

    private final GiveBack giveBack;

    Thing(GiveBack giveBack) {
        this.giveBack = giveBack;
    }

    /** Releases a thing to its pool. */
    @FunctionalInterface
    interface GiveBack {
        void accept(Thing thing);
    }

    @Override
    public void close() {
        giveBack.accept(this);
    }
}
