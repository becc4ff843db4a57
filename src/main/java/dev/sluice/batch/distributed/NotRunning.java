package dev.sluice.batch.distributed;

import dev.sluice.batch.CannotGoOn;
import org.jspecify.annotations.Nullable;

/** The order does not let a chunk begin; nothing of the chunk took effect. */
final class NotRunning extends CannotGoOn {

    private static final long serialVersionUID = 1L;

    private final @Nullable OrderState state;

    /** Creates the exception for an order in this state; null if the order was replaced by another one. */
    NotRunning(@Nullable OrderState state) {
        super("the batch is " + (state == null ? "another one" : state));
        this.state = state;
    }

    @Nullable
    OrderState state() {
        return state;
    }
}
