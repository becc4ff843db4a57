package dev.sluice.jdbc.url;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name. Thread-safe. */
@FunctionalInterface
public interface HostResolver {

    /**
     * Returns all addresses of the host.
     *
     * @throws UnknownHostException if the host has none, or no name server answers
     */
    List<InetAddress> addresses(String host) throws UnknownHostException;
}
