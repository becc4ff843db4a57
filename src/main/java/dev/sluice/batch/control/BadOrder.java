package dev.sluice.batch.control;

/** An order that is invalid, or that needs something that is missing; the message tells the sender the reason. */
public class BadOrder extends Exception {

    private static final long serialVersionUID = 1L;

    /** For that reason. */
    public BadOrder(String message) {
        super(message);
    }

    /** Nothing is wrong with the order, but it is not taken from outside. */
    public static final class NotAllowed extends BadOrder {

        private static final long serialVersionUID = 1L;

        NotAllowed() {
            super("statements and queries are not taken from outside; sluice.batch.sql=true allows them");
        }
    }

    /** An order that could be accepted at another time. */
    public static final class WrongState extends BadOrder {

        private static final long serialVersionUID = 1L;

        WrongState(String message) {
            super(message);
        }
    }

    /** So many batches run already that another one has to wait; nothing was begun. */
    public static final class TooMany extends BadOrder {

        private static final long serialVersionUID = 1L;

        TooMany(int running) {
            super(running + " batches are running, which is the most that may; try again when one has ended");
        }
    }

    /** There is no such batch, or it is not known any more. */
    public static final class Unknown extends BadOrder {

        private static final long serialVersionUID = 1L;

        Unknown(String id) {
            super("no batch '" + id + "'");
        }
    }
}
