package dev.sluice.adapter.cli;

import dev.sluice.audit.AuditCheck;
import dev.sluice.audit.AuditKind;
import dev.sluice.value.Plural;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice audit verify}: finds lines of an audit log that were changed or removed. Reads files, asks no service. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Finds lines of an audit log that were changed, removed, moved or repeated. Reads the files",
            "and asks no service."
        },
        footer = "%nEnds with 0 if every line is as it was written; 1 if not; 2 if there is no audit log to read.")
public final class AuditVerifyCommand implements Callable<Integer> {

    private static final String VARIABLE = "SLUICE_AUDIT_DIRECTORY";

    private final CommandEnvironment surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIRECTORY",
            description = {
                "Directory of the audit log, or a file in it (default: $SLUICE_AUDIT_DIRECTORY, or",
                "~/.sluice/audit/8080)."
            })
    private @Nullable Path directory;

    /** Creates the command with the environment of this process. */
    public AuditVerifyCommand() {
        this(CommandEnvironment.ofProcess());
    }

    AuditVerifyCommand(CommandEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path files = directory();
        try {
            return print(files, AuditCheck.of(files));
        } catch (IOException e) {
            PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
            err.println(PlainText.text(
                    "cannot read the audit log in " + files + ": " + Objects.requireNonNullElse(e.getMessage(), "?")));
            err.flush();
            return ExitCode.USAGE;
        }
    }

    private int print(Path files, Map<AuditKind, AuditCheck.Result> results) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        results.forEach((kind, result) -> print(out, files.resolve(kind.file()), result));
        out.flush();
        return results.values().stream().allMatch(AuditCheck.Result::isIntact) ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void print(PrintWriter out, Path file, AuditCheck.Result result) {
        result.findings().forEach(finding -> out.println(PlainText.text(finding)));
        String numbers = result.lines() == 0 ? "" : ", numbers " + result.first() + " to " + result.last();
        out.println(PlainText.text((result.isIntact() ? "intact: " : "DAMAGED: ") + Plural.of(result.lines(), "line")
                + numbers + ", in " + file));
        if (result.isIntact() && result.first() > 1) {
            out.println("the lines before number " + result.first() + " were deleted as the oldest");
        }
    }

    private Path directory() {
        Path given = directory;
        if (given == null) {
            String named = surroundings.environment().apply(VARIABLE);
            return named == null || named.isBlank()
                    ? Path.of(System.getProperty("user.home", ""), ".sluice", "audit", "8080")
                    : Path.of(named.strip());
        }
        Path parent = given.toAbsolutePath().getParent();
        return Files.isRegularFile(given) && parent != null ? parent : given;
    }
}
