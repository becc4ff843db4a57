package dev.sluice.batch.control;

import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.JobFailure;
import java.util.OptionalLong;

/** Calls two listeners; the first belongs to Sluice and does not throw. */
public record ListenerPair(BatchListener first, BatchListener second) implements BatchListener {

    @Override
    public void started(OptionalLong jobs, int workers) {
        first.started(jobs, workers);
        second.started(jobs, workers);
    }

    @Override
    public void connecting(int worker, String place) {
        first.connecting(worker, place);
        second.connecting(worker, place);
    }

    @Override
    public void unreachable(int worker, String reason) {
        first.unreachable(worker, reason);
        second.unreachable(worker, reason);
    }

    @Override
    public void waiting(int worker, String reason) {
        first.waiting(worker, reason);
        second.waiting(worker, reason);
    }

    @Override
    public void progress(int percent) {
        first.progress(percent);
        second.progress(percent);
    }

    @Override
    public void failed(JobFailure failure) {
        first.failed(failure);
        second.failed(failure);
    }

    @Override
    public void closing() {
        first.closing();
        second.closing();
    }

    @Override
    public void ended(BatchReport report) {
        first.ended(report);
        second.ended(report);
    }
}
