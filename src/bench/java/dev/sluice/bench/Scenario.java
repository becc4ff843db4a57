package dev.sluice.bench;

import java.util.List;

/** Something that is measured with several pools. */
interface Scenario {

    /** Returns the name on the command line, which is also the beginning of the names of its rows. */
    String name();

    /** The pools that it can be run with. */
    default List<Contender> contenders() {
        return Contender.JDBC;
    }

    /** Returns the contenders of this scenario. */
    default List<Contender> contenders(Effort effort) {
        return contenders();
    }

    /** Returns the lines in the table. */
    List<Row> rows();

    /** Returns how often it is run with each pool. */
    default int rounds(Effort effort) {
        return effort.rounds();
    }

    /** Returns whether the short form omits the scenario unless it is named, because no goal depends on it. */
    default boolean isForTheLongForm() {
        return false;
    }

    /** Returns whether the callers are virtual threads, so that an old JDK has to skip the scenario. */
    default boolean isVirtual() {
        return false;
    }

    /**
     * Measures one pool, in a clean JVM, which is started for it. The same object is called for all rounds.
     *
     * @throws UnsupportedOperationException if no pool can be measured yet
     * @throws NotMeasuredException if this pool cannot be measured in this run
     */
    Figures measure(Contender contender, Effort effort, Jvm jvm) throws Exception;
}
