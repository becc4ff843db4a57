package dev.sluice.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The end of the chain on the disk, where a log continues.
 *
 * @param last the place of the last line
 * @param bytes size of the complete lines in the current file
 * @param firstNumber number of the first line of the current file
 * @param oldest number of the oldest line that the log has not deleted itself
 * @param damage a description of lines that are missing, or changed at the end, or null
 */
record AuditEnd(
        ChainLink last,
        long bytes,
        long firstNumber,
        long oldest,
        @Nullable String damage) {

    static AuditEnd of(AuditFiles files) throws IOException {
        byte[] current = Files.exists(files.current()) ? Files.readAllBytes(files.current()) : new byte[0];
        int bytes = endOfLines(current);
        List<String> lines =
                new String(current, 0, bytes, StandardCharsets.UTF_8).lines().toList();
        String lastLine = lines.isEmpty() ? lastOfFull(files) : lines.get(lines.size() - 1);
        ChainLink.Claim claim = lastLine == null ? null : ChainLink.claimOf(lastLine);
        AuditHead known = AuditHead.of(files);
        ChainLink head = known == null ? null : known.last();
        ChainLink found = claim == null ? ChainLink.START : claim.link();
        ChainLink last = head != null && head.number() > found.number() ? head : found;
        ChainLink.Claim first = lines.isEmpty() ? null : ChainLink.claimOf(lines.get(0));
        long firstNumber = first == null ? last.number() + 1 : first.link().number();
        long oldest = oldest(files, firstNumber);
        String damage = damage(files, lastLine != null && claim == null, found, head);
        return new AuditEnd(
                last,
                bytes,
                firstNumber,
                known == null || known.first() == AuditHead.UNKNOWN ? oldest : known.first(),
                damage == null && known != null ? missing(files, known.missingBefore(oldest)) : damage);
    }

    /** Returns the number of the oldest line in the files. */
    private static long oldest(AuditFiles files, long firstNumber) throws IOException {
        List<Path> full = files.full();
        if (full.isEmpty()) {
            return firstNumber;
        }
        try (Stream<String> lines = Files.lines(full.get(0))) {
            ChainLink.Claim claim = lines.findFirst().map(ChainLink::claimOf).orElse(null);
            return claim == null
                    ? files.firstNumberOf(full.get(0))
                    : claim.link().number();
        }
    }

    private static @Nullable String missing(AuditFiles files, @Nullable String lines) {
        return lines == null ? null : lines + " of " + files.currentName();
    }

    /** Returns the end of a log that this process has written before: its lines may be removed, and are not forgotten. */
    AuditEnd after(AuditHead known, AuditFiles files) {
        if (known.first() == AuditHead.UNKNOWN) {
            return this;
        }
        ChainLink written = known.last();
        boolean isLacking = last.number() < written.number();
        return new AuditEnd(
                isLacking ? written : last,
                bytes,
                isLacking && bytes == 0 ? written.number() + 1 : firstNumber,
                known.first(),
                isLacking ? lacking(files, last, written) : damage);
    }

    private static String lacking(AuditFiles files, ChainLink found, ChainLink written) {
        return files.currentName() + " lacks its lines " + (found.number() + 1) + " to " + written.number();
    }

    private static int endOfLines(byte[] content) {
        int end = content.length;
        while (end > 0 && content[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static @Nullable String lastOfFull(AuditFiles files) throws IOException {
        List<Path> full = files.full();
        if (full.isEmpty()) {
            return null;
        }
        List<String> lines = Files.readAllLines(full.get(full.size() - 1));
        return lines.isEmpty() ? null : lines.get(lines.size() - 1);
    }

    private static @Nullable String damage(
            AuditFiles files, boolean changed, ChainLink found, @Nullable ChainLink head) {
        if (changed) {
            return "the last line of " + files.currentName() + " was changed";
        }
        if (head == null) {
            return found.number() == 0 ? null : "the file " + files.headName() + " is missing or was changed";
        }
        if (head.number() > found.number()) {
            return lacking(files, found, head);
        }
        boolean isSame = head.number() < found.number() || head.equals(found);
        return isSame ? null : "the last line of " + files.currentName() + " was replaced";
    }
}
