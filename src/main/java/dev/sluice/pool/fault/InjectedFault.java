package dev.sluice.pool.fault;

/** Reports a failure that an injected fault has caused. */
public final class InjectedFault extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for the rule of that name. */
    public InjectedFault(String rule) {
        super("injected fault " + rule + "; clear-faults ends it");
    }
}
