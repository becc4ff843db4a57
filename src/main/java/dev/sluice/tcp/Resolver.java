package dev.sluice.tcp;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host. Called before every attempt to dial it, by a worker; it may block, for 30 s. */
@FunctionalInterface
public interface Resolver {

    /** Returns the addresses, in the order in which they are to be tried. */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
