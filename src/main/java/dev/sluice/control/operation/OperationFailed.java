package dev.sluice.control.operation;

/** An operation that broke off with an {@link Error}: a fault of the program or of its surroundings. */
public final class OperationFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the error as its cause. */
    public OperationFailed(Order order, Error error) {
        super(order.command().name() + " on pool '" + order.pool() + "' broke off: " + error, error);
    }
}
