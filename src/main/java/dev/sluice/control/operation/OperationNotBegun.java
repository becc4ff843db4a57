package dev.sluice.control.operation;

/**
 * Reports an operation that never began and changed nothing, because no thread was free, or none before the deadline.
 */
public final class OperationNotBegun extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception; {@code why} is the reason, for the message. */
    public OperationNotBegun(Order order, String why) {
        super(order.command().name() + " on pool '" + order.pool() + "' was not begun: " + why);
    }
}
