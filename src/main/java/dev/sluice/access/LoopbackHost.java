package dev.sluice.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The hosts that only programs on this machine reach. */
public final class LoopbackHost {

    private LoopbackHost() {}

    /**
     * Returns whether a server that listens at the host is reached from this machine only. May ask the name server.
     *
     * @param host a name or an address, as the configuration has it
     */
    public static boolean is(String host) {
        try {
            // A server listens at the first address. A blank host is not loopback, though the JDK treats it as such.
            return !host.isBlank()
                    && Arrays.stream(InetAddress.getAllByName(host.strip())).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
