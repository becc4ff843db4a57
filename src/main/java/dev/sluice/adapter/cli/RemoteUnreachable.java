package dev.sluice.adapter.cli;

/** There was no answer, or only a part of one. */
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
