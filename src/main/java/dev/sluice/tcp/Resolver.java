package dev.sluice.tcp;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Finds the addresses of a host. A worker calls it before every attempt to connect. A call may block for up to 30 s.
 */
@FunctionalInterface
public interface Resolver {

    /** Returns the addresses, in the order in which they are tried. */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
