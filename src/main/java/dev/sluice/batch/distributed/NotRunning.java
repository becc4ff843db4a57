package dev.sluice.batch.distributed;

import dev.sluice.batch.CannotGoOn;
import org.jspecify.annotations.Nullable;

/** The order does not let a chunk begin; nothing of the chunk took effect. */
final class NotRunning extends CannotGoOn {

    private static final long serialVersionUID = 1L;

    private final @Nullable OrderState state;

    /** As it is in that state, or as it is not the order any more that it was, if that is null. */
    NotRunning(@Nullable OrderState state) {
        super("the batch is " + (state == null ? "another one" : state));
        this.state = state;
    }

    @Nullable
    OrderState state() {
        return state;
    }
}
