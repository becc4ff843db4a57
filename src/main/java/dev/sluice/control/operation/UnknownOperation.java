package dev.sluice.control.operation;

/** Reports that no operation has that id, or that the operation is too old to be kept. */
public final class UnknownOperation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the id. */
    public UnknownOperation(String id) {
        super("no operation '" + id + "'");
    }
}
