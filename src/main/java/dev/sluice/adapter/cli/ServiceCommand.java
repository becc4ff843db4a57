package dev.sluice.adapter.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that sends requests to a service. Each failure is reported in one line, and has an exit code. */
abstract class ServiceCommand implements Callable<Integer> {

    final CommandEnvironment surroundings;

    @Mixin
    private final ServiceOptions service;

    @Spec
    private @Nullable CommandSpec spec;

    ServiceCommand(CommandEnvironment surroundings) {
        this.surroundings = surroundings;
        service = new ServiceOptions(surroundings);
    }

    /** Executes the command. A return means success. */
    abstract void run(Remote remote) throws RemoteFailure, InterruptedException;

    /** Returns whether the answer of the service is printed unchanged. */
    abstract boolean isJson();

    /** Returns the client of the service in the options. Invalid options cause a {@code ParameterException}. */
    Remote remote() {
        return service.remote();
    }

    final ServiceOptions service() {
        return service;
    }

    @Override
    public final Integer call() {
        try {
            run(remote());
            return ExitCode.OK;
        } catch (RemoteFailure e) {
            return say(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        } finally {
            out().flush();
        }
    }

    private int say(RemoteFailure failure) {
        if (isJson()
                && failure instanceof RemoteProblem problem
                && !problem.document().isEmpty()) {
            json(problem.document());
        }
        PrintWriter err = spec().commandLine().getErr();
        err.println(failure.line());
        err.flush();
        return failure.exitCode();
    }

    final void json(String text) {
        out().println(PlainText.json(text).strip());
    }

    final PrintWriter out() {
        return spec().commandLine().getOut();
    }

    final CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
