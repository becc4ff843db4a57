package dev.sluice.audit;

import dev.sluice.value.Plural;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds lines of an audit log that were changed, removed, added or moved. Only reads, so that it can check a log that a
 * service writes, or a copy. Used by one thread.
 */
public final class AuditCheck {

    private static final int MOST_FINDINGS = 100;

    private final AuditFiles files;
    private final List<String> findings = new ArrayList<>();
    private @Nullable ChainLink last;
    private long lines;
    private long first;
    private long unreadable; // lines before the first one that can be read

    private AuditCheck(AuditFiles files) {
        this.files = files;
    }

    /**
     * Checks the files in a directory.
     *
     * @throws IOException if the directory has no audit log, or a file cannot be read
     */
    public static Map<AuditKind, Result> of(Path directory) throws IOException {
        Map<AuditKind, Result> results = new EnumMap<>(AuditKind.class);
        boolean isThere = false;
        for (AuditKind kind : AuditKind.values()) {
            AuditFiles files = new AuditFiles(directory, kind);
            isThere |= Files.exists(files.head()) || !files.all().isEmpty();
            results.put(kind, new AuditCheck(files).result());
        }
        if (!isThere) {
            throw new IOException("no audit log is in " + directory);
        }
        return results;
    }

    private Result result() throws IOException {
        AuditHead head = AuditHead.of(files);
        List<Path> all = files.all();
        readAll(all);
        for (List<Path> now = files.all(); !now.equals(all); now = files.all()) {
            all = now; // RACE: a file became full meanwhile, and has another name
            readAll(all);
        }
        compare(head == null ? null : head.last());
        compareBeginning(AuditHead.of(files)); // RACE: read after the lines, because the oldest are deleted meanwhile
        return new Result(lines, first, last == null ? 0 : last.number(), List.copyOf(findings));
    }

    private void readAll(List<Path> all) throws IOException {
        findings.clear();
        last = null;
        lines = 0;
        first = 0;
        unreadable = 0;
        for (Path file : all) {
            read(file);
        }
    }

    private void read(Path file) throws IOException {
        try (BufferedReader in = new BufferedReader(Channels.newReader(
                Files.newByteChannel(file),
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE),
                -1))) {
            int number = 0;
            StringBuilder line = new StringBuilder();
            while (readLine(in, line)) {
                line(file.getFileName() + " line " + ++number, line.toString());
                line.setLength(0);
            }
            if (!line.isEmpty() && isKnownByHead()) {
                line(file.getFileName() + " line " + ++number, line.toString());
            }
        } catch (NoSuchFileException e) {
            // RACE: the log has deleted or renamed it, so that the next list of files is another one
        }
    }

    /** Reads up to the next line feed. Returns false if the file ends before it; its rest is in the line then. */
    private static boolean readLine(Reader in, StringBuilder line) throws IOException {
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return true;
            }
            line.append((char) next);
        }
        return false;
    }

    /**
     * Returns whether the head knows a line after the last one. RACE: a reader may see a part of the line that is being
     * written. The head is written after its line.
     */
    private boolean isKnownByHead() throws IOException {
        AuditHead head = AuditHead.of(files);
        return head == null || head.last().number() > (last == null ? 0 : last.number());
    }

    private void line(String place, String line) {
        lines++;
        ChainLink.Claim claim = ChainLink.claimOf(line);
        if (claim == null) {
            finding(place + ": the line was changed, or is incomplete");
            unreadable += last == null ? 1 : 0;
            last = last == null ? null : new ChainLink(last.number() + 1, "?");
            return;
        }
        ChainLink before = last;
        if (before == null) {
            first = claim.link().number() - unreadable;
        } else if (!claim.follows(before) && !(before.hash().equals("?") && isNext(claim, before))) {
            finding(place + ": " + broken(claim, before));
        }
        last = claim.link();
        if (!files.kind().has(line)) {
            finding(place + ": the line is of another kind than those of " + files.currentName());
        }
    }

    private static boolean isNext(ChainLink.Claim claim, ChainLink before) {
        return claim.link().number() == before.number() + 1;
    }

    private static String broken(ChainLink.Claim claim, ChainLink before) {
        long number = claim.link().number();
        if (number > before.number() + 1) {
            return "number " + number + " follows number " + before.number() + ", so that "
                    + Plural.of(number - before.number() - 1, "line is", "lines are") + " missing";
        }
        return number == before.number() + 1
                ? "number " + number + " does not continue the line before it, which was replaced"
                : "number " + number + " follows number " + before.number() + ", so that lines were moved or repeated";
    }

    private void compare(@Nullable ChainLink head) {
        long end = last == null ? 0 : last.number();
        if (head == null) {
            finding("the file " + files.headName()
                    + " is missing or was changed, so that missing lines at the end cannot be seen");
        } else if (head.number() > end) {
            finding("the lines " + (end + 1) + " to " + head.number() + " are missing at the end of "
                    + files.currentName());
        } else if (head.number() == end && last != null && !head.equals(last)) {
            finding("number " + end + " of " + files.currentName() + " is not the line that was written last");
        }
    }

    private void compareBeginning(@Nullable AuditHead head) {
        String missing = head == null || last == null ? null : head.missingBefore(first);
        if (missing != null) {
            finding(missing + " of " + files.currentName());
        }
    }

    private void finding(String text) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(text);
        }
    }

    /**
     * The result of a check of one kind of lines.
     *
     * @param lines number of lines
     * @param first number of the first line, greater than 1 if older files were deleted
     * @param last number of the last line
     * @param findings descriptions of the damage, at most 100; empty if there is none
     */
    public record Result(long lines, long first, long last, List<String> findings) {

        /** Returns whether every line is as it was written. */
        public boolean isIntact() {
            return findings.isEmpty();
        }
    }
}
