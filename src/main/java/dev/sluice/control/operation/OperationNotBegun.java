package dev.sluice.control.operation;

/** An operation that never began, and changed nothing: there was no thread for it, or not in time. */
public final class OperationNotBegun extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the reason in words. */
    public OperationNotBegun(Order order, String why) {
        super(order.command().name() + " on pool '" + order.pool() + "' was not begun: " + why);
    }
}
