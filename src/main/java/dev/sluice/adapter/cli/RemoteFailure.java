package dev.sluice.adapter.cli;

/** No answer that a command can use. The message is one line, clean of control characters, and has no secrets. */
abstract sealed class RemoteFailure extends Exception permits RemoteProblem, RemoteUnreachable {

    private static final long serialVersionUID = 1L;

    RemoteFailure(String message) {
        super(PlainText.text(message));
    }

    /** Returns the exit code of the command. */
    abstract int exitCode();

    /** Returns the message, which is never null. */
    String line() {
        return String.valueOf(getMessage());
    }
}
