package dev.sluice.adapter.cli;

/** Reports that no usable answer was received. The message is one line without control characters and secrets. */
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
