package dev.sluice.adapter.cli;

/** Exit codes of the commands, for scripts. */
final class ExitCode {

    static final int OK = 0;

    /** The service refused or failed, or another server answered. */
    static final int FAILED = 1;

    /** The command is invalid: a bad option, or an unknown pool. */
    static final int USAGE = 2;

    /** The service did not answer. */
    static final int UNREACHABLE = 3;

    /** The exit code of shells after Ctrl-C. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
