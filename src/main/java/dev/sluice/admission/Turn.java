package dev.sluice.admission;

import java.util.Comparator;

/** The turn of a waiter among all waiters, copied under the gate's lock. */
record Turn(Ticket ticket, int rank, long number, long waitedNanos) {

    static final Comparator<Turn> ORDER = Comparator.comparingInt(Turn::rank).thenComparingLong(Turn::number);
}
