package dev.sluice.adapter.cli;

/** Reports that no answer was received, or only a part. */
final class RemoteUnreachable extends RemoteFailure {

    private static final long serialVersionUID = 1L;

    RemoteUnreachable(String url, String why) {
        super("cannot reach " + url + " : " + why);
    }

    @Override
    int exitCode() {
        return ExitCode.UNREACHABLE;
    }
}
