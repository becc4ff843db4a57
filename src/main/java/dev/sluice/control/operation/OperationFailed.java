package dev.sluice.control.operation;

/** Reports an operation that ended with an {@link Error}: a fault of the program or of its environment. */
public final class OperationFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception, with the error as its cause. */
    public OperationFailed(Order order, Error error) {
        super(order.command().name() + " on pool '" + order.pool() + "' broke off: " + error, error);
    }
}
