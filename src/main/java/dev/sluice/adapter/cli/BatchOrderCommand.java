package dev.sluice.adapter.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A change of one batch of a running service. The nested commands name the changes. */
abstract class BatchOrderCommand extends ServiceCommand {

    private final String change;

    @Parameters(index = "0", paramLabel = "ID", description = HelpTexts.BATCH)
    private String id = "";

    @Option(names = "--json", description = HelpTexts.JSON)
    private boolean json;

    private BatchOrderCommand(CommandEnvironment surroundings, String change) {
        super(surroundings);
        this.change = change;
    }

    @Override
    final boolean isJson() {
        return json;
    }

    @Override
    final void run(Remote remote) throws RemoteFailure, InterruptedException {
        ServiceResponse answer = remote.post(ApiPaths.batch(id) + "/" + change);
        if (json) {
            json(answer.text());
        } else {
            BatchText.of(answer.json()).forEach(out()::println);
        }
    }

    /** {@code sluice batch pause}. */
    @Command(
            name = "pause",
            description = "Pauses a batch of a running service: no further chunk begins.",
            sortOptions = false,
            footer = HelpTexts.EXIT_CODES)
    static final class Pause extends BatchOrderCommand {

        Pause(CommandEnvironment surroundings) {
            super(surroundings, "pause");
        }
    }

    /** {@code sluice batch resume}. */
    @Command(
            name = "resume",
            description = "Resumes a paused batch of a running service at its next chunk.",
            sortOptions = false,
            footer = HelpTexts.EXIT_CODES)
    static final class Resume extends BatchOrderCommand {

        Resume(CommandEnvironment surroundings) {
            super(surroundings, "resume");
        }
    }

    /** {@code sluice batch cancel}. */
    @Command(
            name = "cancel",
            description = "Cancels a batch of a running service; chunks under way have 3 s to end.",
            sortOptions = false,
            footer = HelpTexts.EXIT_CODES)
    static final class Cancel extends BatchOrderCommand {

        Cancel(CommandEnvironment surroundings) {
            super(surroundings, "cancel");
        }
    }

    /** {@code sluice batch retry-failed}. */
    @Command(
            name = "retry-failed",
            description = "Begins another batch with the failed jobs of a batch of a running service.",
            sortOptions = false,
            footer = HelpTexts.EXIT_CODES)
    static final class RetryFailed extends BatchOrderCommand {

        RetryFailed(CommandEnvironment surroundings) {
            super(surroundings, "retry-failed");
        }
    }
}
