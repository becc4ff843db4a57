package dev.sluice.control.operation;

/** There is no operation of that id, or it is so long ago that it has been forgotten. */
public final class UnknownOperation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** For that id. */
    public UnknownOperation(String id) {
        super("no operation '" + id + "'");
    }
}
