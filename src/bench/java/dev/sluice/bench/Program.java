package dev.sluice.bench;

/** A scenario that is a program of its own: {@link #run} is called in a clean JVM. */
interface Program extends Scenario {

    @Override
    default Figures measure(Contender contender, Effort effort, Jvm jvm) throws Exception {
        return jvm.run(this, contender);
    }

    /**
     * Measures one pool, in this JVM.
     *
     * @throws UnsupportedOperationException if it cannot be measured yet
     */
    Figures run(Contender contender, Effort effort) throws Exception;
}
