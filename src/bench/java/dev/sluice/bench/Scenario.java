package dev.sluice.bench;

import java.util.List;

/** Something that is measured with several pools. */
interface Scenario {

    /** Its name on the command line, and the beginning of its rows' names. */
    String name();

    /** The pools that it can be run with. */
    default List<Contender> contenders() {
        return Contender.JDBC;
    }

    /** Those of them that it is run with. */
    default List<Contender> contenders(Effort effort) {
        return contenders();
    }

    /** Its lines in the table. */
    List<Row> rows();

    /** Whether it is left out of the short form, unless it is asked for: no goal is about it. */
    default boolean isForTheLongForm() {
        return false;
    }

    /** Whether its callers are virtual threads, so that an old JDK has to skip it. */
    default boolean isVirtual() {
        return false;
    }

    /** Measures one pool, in a clean JVM, which is started for it. */
    Figures measure(Contender contender, Effort effort, Jvm jvm) throws Exception;
}
