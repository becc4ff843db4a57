package dev.sluice.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Counts connects whose first packet was lost: the system waits a second before it repeats the packet (RFC 6298). The
 * loss happens on the loopback, too, if a pair of ports is used again that the other end still remembers. Known on
 * Linux only; elsewhere nothing is counted.
 */
final class Handshakes {

    private static final Path COUNTERS = Path.of("/proc/net/netstat");
    private static final String GROUP = "TcpExt:";
    private static final String REPEATED = "TCPSynRetrans";

    private Handshakes() {}

    /** Since the machine was started. */
    static long repeated() {
        try {
            List<String[]> lines = Files.readAllLines(COUNTERS).stream()
                    .filter(line -> line.startsWith(GROUP))
                    .map(line -> line.split(" "))
                    .toList();
            int column = List.of(lines.get(0)).indexOf(REPEATED);
            return column < 0 ? 0 : Long.parseLong(lines.get(1)[column]);
        } catch (IOException | IndexOutOfBoundsException e) {
            return 0;
        }
    }
}
