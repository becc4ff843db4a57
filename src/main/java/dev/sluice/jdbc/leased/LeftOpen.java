package dev.sluice.jdbc.leased;

/** The numbers of objects that the users of a connection have not closed. */
public record LeftOpen(int statements, int resultSets) {

    /** Everything was closed. */
    public static final LeftOpen NONE = new LeftOpen(0, 0);

    /** Returns the sums. */
    public LeftOpen plus(LeftOpen more) {
        return new LeftOpen(statements + more.statements, resultSets + more.resultSets);
    }
}
