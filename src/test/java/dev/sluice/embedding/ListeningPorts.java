package dev.sluice.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Counts the TCP ports on which a process listens, where the system shows them under {@code /proc}. */
final class ListeningPorts {

    private static final String LISTENING = "0A";
    private static final int STATE = 3;
    private static final int INODE = 9;

    private ListeningPorts() {}

    /** Returns the number of ports, or 0 where the system does not show them. */
    static int of(long pid) throws IOException {
        Path process = Path.of("/proc", String.valueOf(pid));
        if (Files.notExists(process.resolve("net/tcp"))) {
            return 0;
        }
        Set<String> listening = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : Files.readAllLines(process.resolve(table))) {
                String[] columns = line.strip().split("\\s+");
                if (columns[STATE].equals(LISTENING)) {
                    listening.add("socket:[" + columns[INODE] + "]");
                }
            }
        }
        int ports = 0;
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                ports += listening.contains(target(descriptor)) ? 1 : 0;
            }
        }
        return ports;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // it was closed meanwhile
        }
    }
}
