package dev.sluice.bench;

/** The process that has started this JVM: Maven, or another JVM of the run. */
final class Parent {

    private static final String ATTACHED = "bench.attached";

    private Parent() {}

    /** Returns the option of a JVM that is to end with the process that starts it. */
    static String option() {
        return "-D" + ATTACHED + "=true";
    }

    /**
     * Ends this JVM when its parent has ended, if the option is given. Maven, for example, leaves the processes behind that
     * it has started.
     */
    static void follow() {
        if (Boolean.getBoolean(ATTACHED)) {
            ProcessHandle.current()
                    .parent()
                    .ifPresentOrElse(parent -> parent.onExit().thenRun(Parent::exit), Parent::exit);
        }
    }

    private static void exit() {
        System.err.println("the process that started this run has ended, so the run ends");
        System.exit(1);
    }
}
