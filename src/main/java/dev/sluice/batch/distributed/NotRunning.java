package dev.sluice.batch.distributed;

import dev.sluice.batch.CannotGoOn;
import org.jspecify.annotations.Nullable;

/** Signals that the order does not let a chunk begin; nothing of the chunk took effect. */
final class NotRunning extends CannotGoOn {

    private static final long serialVersionUID = 1L;

    private final @Nullable OrderState state;

    /** Creates the exception for an order in this state. A null state means that the order was replaced. */
    NotRunning(@Nullable OrderState state) {
        super("the batch is " + (state == null ? "another one" : state));
        this.state = state;
    }

    @Nullable
    OrderState state() {
        return state;
    }
}
