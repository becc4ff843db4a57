package dev.sluice.jdbc.url;

import java.net.UnknownHostException;

/** The addresses of a host are not known, because no name server has answered in time. */
final class UnansweredLookup extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with the host and the reason. */
    UnansweredLookup(String message) {
        super(message);
    }
}
