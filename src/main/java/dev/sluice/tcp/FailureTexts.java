package dev.sluice.tcp;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** The messages of failures. */
final class FailureTexts {

    static final String READ = "cannot read: ";
    static final String WRITE = "cannot write: ";
    static final String CONNECT = "cannot connect: ";
    static final String CLOSE = "cannot close: ";
    static final String ENDED = "the other side has ended the connection";

    private FailureTexts() {}

    static IOException closed() {
        return new SocketException("cannot perform I/O on closed connection");
    }

    static SocketTimeoutException late(String doing, String what, Duration limit) {
        return new SocketTimeoutException(doing + what + " within " + words(limit));
    }

    /** Returns the message of the failure, or its class name if it has none. */
    static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    static String words(Duration time) {
        return time.toMillis() + " ms";
    }

    /** Returns the timeout as sockets expect it: zero for no limit, also for more than about 24 days. */
    static int millis(Duration time) {
        if (time.isZero()) {
            return 0;
        }
        long millis = Math.max(1, time.toMillis());
        return millis > Integer.MAX_VALUE ? 0 : (int) millis;
    }
}
