package dev.sluice.jdbc.url;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which addresses a host in a request may have. No database has an address that is link-local, multicast,
 * unspecified or reserved, or one at which a cloud gives credentials to its machines. A loopback address is refused,
 * too, unless the configuration names a loopback host. Addresses that the configuration has as such are permitted.
 * Immutable.
 */
final class AddressRules {

    /** The addresses at which clouds give data and credentials to their machines, apart from 169.254.169.254. */
    private static final Set<InetAddress> METADATA =
            addresses("100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254");

    private static final int RESERVED = 240;
    private static final int IP4 = 4;
    private static final int IP6 = 16;

    private final Set<InetAddress> named = new HashSet<>();
    private boolean isLoopbackNamed;

    /**
     * @param hosts the hosts that the configuration names, as {@link HostName} spells them
     */
    AddressRules(List<String> hosts) {
        for (String host : hosts) {
            if (HostName.isAddress(host)) {
                named.add(HostName.address(host));
            }
            isLoopbackNamed |= host.equals("localhost") || host.endsWith(".localhost");
        }
        isLoopbackNamed |= named.stream().anyMatch(InetAddress::isLoopbackAddress);
    }

    private static Set<InetAddress> addresses(String... canonical) {
        return new HashSet<>(Arrays.stream(canonical).map(HostName::address).toList());
    }

    /** Returns the kind of the address if it is refused, such as "a link-local address", or null. */
    @Nullable
    String refusal(InetAddress address) {
        if (named.contains(address)) {
            return null;
        }
        InetAddress inside = inside(address);
        if (inside != null) {
            return refusal(inside);
        }
        if (address.isAnyLocalAddress() || firstByte(address) == 0) {
            return "an unspecified address";
        }
        if (address.isLoopbackAddress()) {
            return isLoopbackNamed ? null : "a loopback address";
        }
        if (address.isLinkLocalAddress()) {
            return "a link-local address";
        }
        if (address.isMulticastAddress()) {
            return "a multicast address";
        }
        if (METADATA.contains(address)) {
            return "an address of a cloud's metadata";
        }
        return firstByte(address) >= RESERVED ? "a reserved address" : null;
    }

    /** Returns the first byte of an address of version 4, or -1. */
    private static int firstByte(InetAddress address) {
        return address instanceof Inet4Address ? Byte.toUnsignedInt(address.getAddress()[0]) : -1;
    }

    /**
     * Returns the address of version 4 inside an address of version 6 through which a gateway (NAT64, 6to4) or an old
     * stack reaches it, or null.
     */
    private static @Nullable InetAddress inside(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != IP6 || address.isAnyLocalAddress() || address.isLoopbackAddress()) {
            return null;
        }
        if (begins(bytes, 0x20, 0x02)) {
            return part(bytes, 2);
        }
        boolean isCompatible = begins(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        boolean isTranslated = begins(bytes, 0, 0x64, 0xff, 0x9b);
        return isCompatible || isTranslated ? part(bytes, IP6 - IP4) : null;
    }

    private static boolean begins(byte[] bytes, int... first) {
        for (int i = 0; i < first.length; i++) {
            if (Byte.toUnsignedInt(bytes[i]) != first[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress part(byte[] bytes, int begin) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, begin, begin + IP4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
