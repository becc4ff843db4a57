package dev.sluice.batch.control;

/** Reports an order that is invalid, or whose requirements are missing. The message gives the sender the reason. */
public class BadOrder extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with its reason. */
    public BadOrder(String message) {
        super(message);
    }

    /** Reports a valid order that contains SQL, where the configuration allows no SQL in requests. */
    public static final class NotAllowed extends BadOrder {

        private static final long serialVersionUID = 1L;

        NotAllowed() {
            super("requests must not contain statements or queries; sluice.batch.sql=true allows them");
        }
    }

    /** Reports an order that could be accepted at another time. */
    public static final class WrongMoment extends BadOrder {

        private static final long serialVersionUID = 1L;

        WrongMoment(String message) {
            super(message);
        }
    }

    /** Reports an order beyond the maximum of running batches; nothing was begun. */
    public static final class TooMany extends BadOrder {

        private static final long serialVersionUID = 1L;

        TooMany(int running) {
            super(running + " batches are running, the maximum; try again when one has ended");
        }
    }

    /** Reports an id of no batch, or of a batch that is no longer kept. */
    public static final class Unknown extends BadOrder {

        private static final long serialVersionUID = 1L;

        Unknown(String id) {
            super("no batch '" + id + "'");
        }
    }
}
