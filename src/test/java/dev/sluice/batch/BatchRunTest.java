package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Await;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.OwnThread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@DisplayName("A run of a batch")
@Tag("fast")
class BatchRunTest {

    private final FakeTime time = new FakeTime();
    private final FakeWork work = new FakeWork();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private static BatchPlan plan(int workers) {
        return BatchPlan.DEFAULT.withWorkers(workers);
    }

    private BatchRun<Long> run(BatchPlan plan, long jobs) {
        return new BatchRun<>(plan, new NumberedJobs(jobs), work, new BatchLines(lines::add), time);
    }

    /** Runs it while time goes on whenever somebody waits for it. */
    private BatchReport runToEnd(BatchRun<Long> run) {
        return runToEnd(run, Duration.ofMillis(10));
    }

    private BatchReport runToEnd(BatchRun<Long> run, Duration step) {
        CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run, OwnThread.EACH);
        Await.until("it ends", () -> {
            time.advance(step);
            return report.isDone();
        });
        return report.join();
    }

    private List<String> linesWith(String word) {
        return lines.stream().filter(line -> line.contains(word)).toList();
    }

    private static Map<Long, Integer> onceEach(long jobs) {
        return LongStream.range(0, jobs).boxed().collect(Collectors.toMap(job -> job, job -> 1));
    }

    @Test
    @DisplayName("B01 without options has a worker for each processor and reads 512 jobs ahead")
    void defaults() {
        assertThat(BatchPlan.DEFAULT.workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(BatchPlan.DEFAULT.queueCapacity()).isEqualTo(512);
    }

    @Test
    @DisplayName("B02 does each of 64,000 jobs once, and reports its progress line by line")
    void doesAll() {
        BatchReport report = run(plan(8), 64_000).run();

        assertThat(work.done).isEqualTo(onceEach(64_000));
        assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(List.of(report.total(), report.succeeded(), report.failed(), report.retried(), report.notRun()))
                .containsExactly(64_000L, 64_000L, 0L, 0L, 0L);
        assertThat(lines.get(0)).isEqualTo("Running 64000 jobs across 8 workers");
        assertThat(linesWith("Connecting"))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 8)
                        .mapToObj(i -> "Worker " + i + ": Connecting to memory")
                        .toList());
        assertThat(report.workers().stream()
                        .mapToLong(BatchReport.WorkerReport::succeeded)
                        .sum())
                .isEqualTo(64_000);
    }

    @Test
    @DisplayName("B03 reports progress in twenty steps, the last one after the last result")
    void progress() {
        AtomicLong results = new AtomicLong();
        work.afterJob = (worker, job) -> results.incrementAndGet();
        AtomicLong atTheEnd = new AtomicLong();
        new BatchRun<>(
                        plan(8),
                        new NumberedJobs(64_000),
                        work,
                        new BatchLines(line -> {
                            lines.add(line);
                            if (line.contains("100%")) {
                                atTheEnd.set(results.get());
                            }
                        }),
                        time)
                .run();

        assertThat(linesWith("Processing"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20)
                        .mapToObj(i -> "Processing " + 5 * i + "% complete")
                        .toList());
        assertThat(atTheEnd).hasValue(64_000);
    }

    @ParameterizedTest(name = "{0} jobs")
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 100",
                "3 | 30,65,100",
                "7 | 10,25,40,55,70,85,100",
                "10 | 10,20,30,40,50,60,70,80,90,100",
                "20 | 5,10,15,20,25,30,35,40,45,50,55,60,65,70,75,80,85,90,95,100",
                "30 | 5,10,15,20,25,30,35,40,45,50,55,60,65,70,75,80,85,90,95,100",
                "99 | 5,10,15,20,25,30,35,40,45,50,55,60,65,70,75,80,85,90,95,100",
                "100 | 5,10,15,20,25,30,35,40,45,50,55,60,65,70,75,80,85,90,95,100",
                "101 | 5,10,15,20,25,30,35,40,45,50,55,60,65,70,75,80,85,90,95,100"
            })
    @DisplayName("B04 rounds progress down and ends with 100 %, for each number of jobs")
    void progressOfFew(int jobs, String steps) {
        run(plan(2), jobs).run();

        assertThat(linesWith("Processing"))
                .containsExactlyElementsOf(List.of(steps.split(",")).stream()
                        .map(step -> "Processing " + step + "% complete")
                        .toList());
    }

    @Test
    @DisplayName("B06 does a job again whose connection was lost, over another connection, and counts it once")
    void lostConnection() {
        AtomicInteger ofWorker2 = new AtomicInteger();
        CountDownLatch enough = new CountDownLatch(1);
        work.onJob = (worker, job) -> {
            if (worker != 2) {
                Await.open(enough); // so that worker 2 gets its fifty
            } else if (ofWorker2.incrementAndGet() == 50) {
                enough.countDown();
                throw FakeWork.Ended.by(RetryReason.LOST, "connection lost");
            }
        };

        BatchReport report = runToEnd(run(plan(4), 1000));

        assertThat(work.done).isEqualTo(onceEach(1000));
        assertThat(List.of(report.total(), report.succeeded(), report.failed(), report.retried()))
                .containsExactly(1000L, 1000L, 0L, 1L);
        assertThat(linesWith("Worker 2: Connecting")).hasSize(2);
        assertThat(linesWith("Connecting")).hasSize(5);
        assertThat(work.closed).hasValue(5);
    }

    @Test
    @DisplayName("B06 applies a job again whose commit was lost, because its state is unknown: jobs must allow that")
    void appliedThenLost() {
        AtomicInteger losses = new AtomicInteger();
        work.afterJob = (worker, job) -> {
            if (job == 7 && losses.getAndIncrement() == 0) {
                throw FakeWork.Ended.by(RetryReason.LOST, "connection lost");
            }
        };

        BatchReport report = runToEnd(run(plan(1), 10));

        assertThat(report.succeeded()).isEqualTo(10);
        assertThat(work.done).containsEntry(7L, 2).hasSize(10);
    }

    @Test
    @DisplayName("B07 reconnects after growing pauses, until it succeeds")
    void connectsAgain() {
        List<Long> attempts = new CopyOnWriteArrayList<>();
        work.onOpen = (worker, count) -> {
            attempts.add(time.nanos());
            if (attempts.size() <= 3) {
                throw new Unreachable("refused", null);
            }
        };

        time.movedByWaits = true;
        BatchReport report = run(plan(1), 10).run();

        assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(report.succeeded()).isEqualTo(10);
        assertThat(linesWith("Unable")).hasSize(3).containsOnly("Worker 0: Unable to connect to database (refused)");
        assertThat(linesWith("Connecting")).hasSize(4);
        assertThat(report.workers().get(0).connects()).isEqualTo(4);
        assertThat(attempts.get(1) - attempts.get(0)).isBetween(75_000_000L, 200_000_000L);
        assertThat(attempts.get(3) - attempts.get(2)).isBetween(300_000_000L, 500_000_000L);
    }

    @Test
    @DisplayName("has one worker try a database that is away, while the others wait")
    void oneLooks() throws Exception {
        CountDownLatch back = new CountDownLatch(1);
        AtomicInteger failures = new AtomicInteger();
        Set<Integer> haveFailed = ConcurrentHashMap.newKeySet();
        AtomicInteger looking = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        work.onOpen = (worker, count) -> {
            if (back.getCount() == 0) {
                return;
            }
            failures.incrementAndGet();
            if (haveFailed.add(worker)) { // begun before the outage was known, and of any duration
                throw new Unreachable("refused", null);
            }
            most.accumulateAndGet(looking.incrementAndGet(), Math::max);
            Thread.yield();
            looking.decrementAndGet();
            throw new Unreachable("refused", null);
        };
        BatchRun<Long> run = run(plan(8), 100);
        CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run, OwnThread.EACH);

        Await.until("it was looked for often", () -> {
            time.advance(Duration.ofSeconds(1));
            return failures.get() >= 30;
        });
        assertThat(run.status()).isEqualTo(BatchStatus.WAITING);
        back.countDown();
        Await.until("it ends", () -> {
            time.advance(Duration.ofSeconds(1));
            return report.isDone();
        });

        assertThat(most).hasValue(1);
        assertThat(report.get().succeeded()).isEqualTo(100);
    }

    @Test
    @DisplayName("B08 counts a job that fails by itself, names it, and does the others")
    void failedJob() {
        work.onJob = (worker, job) -> {
            if (job == 5) {
                throw new IllegalStateException("duplicate key");
            }
        };

        BatchReport report = run(plan(3), 40).run();

        assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
        assertThat(List.of(report.succeeded(), report.failed(), report.retried()))
                .containsExactly(39L, 1L, 0L);
        assertThat(report.failures()).extracting(JobFailure::job).containsExactly(5L);
        assertThat(linesWith("failed on worker"))
                .containsExactly(
                        "Job 5 failed on worker " + report.failures().get(0).worker() + " (duplicate key)");
        assertThat(linesWith("All threads completed, with 1 of 40 jobs failed, in "))
                .hasSize(1);
    }

    @Test
    @DisplayName("survives a job that throws an error, and one that interrupts its thread")
    void badJobs() {
        work.onJob = (worker, job) -> {
            if (job == 1) {
                throw new AssertionError("broken");
            }
            if (job == 2) {
                Thread.currentThread().interrupt();
            }
        };

        BatchReport report = run(plan(1), 5).run();

        assertThat(List.of(report.succeeded(), report.failed())).containsExactly(4L, 1L);
        assertThat(report.failures()).extracting(JobFailure::reason).containsExactly("broken");
    }

    @Test
    @DisplayName("hides from a job that an earlier job left the thread interrupted")
    void interruptedByJob() {
        List<Boolean> flags = new CopyOnWriteArrayList<>();
        work.onJob = (worker, job) -> {
            flags.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        };

        assertThat(run(plan(1), 3).run().succeeded()).isEqualTo(3);
        assertThat(flags).containsExactly(false, false, false);
    }

    @Test
    @DisplayName("ends when connecting fails for good, at the start or later, by an exception or an error")
    void cannotConnect() {
        work.onOpen = (worker, count) -> {
            throw new AssertionError("no driver");
        };
        BatchReport atOnce = runToEnd(run(plan(2), 10_000));
        assertThat(atOnce.status()).isEqualTo(BatchStatus.FAILED);
        assertThat(atOnce.problem()).isEqualTo("no driver");
        assertThat(atOnce.notRun()).isEqualTo(10_000);

        work.onOpen = (worker, count) -> {
            if (count > 0) {
                throw new IllegalStateException("wrong password");
            }
        };
        work.onJob = (worker, job) -> {
            if (job == 3) {
                throw FakeWork.Ended.by(RetryReason.LOST, "connection lost");
            }
        };
        BatchReport later = runToEnd(run(plan(1), 10_000));
        assertThat(later.status()).isEqualTo(BatchStatus.FAILED);
        assertThat(later.problem()).isEqualTo("wrong password");
        assertThat(List.of(later.succeeded(), later.failed())).containsExactly(3L, 0L);
    }

    @Test
    @DisplayName("ends with the first failed job, if the plan requires that, and counts the jobs that were not run")
    void stopsAtFailure() {
        work.onJob = (worker, job) -> {
            if (job == 5) {
                throw new IllegalStateException("bad row");
            }
        };

        BatchReport report = run(plan(1).withStopAtFailure(true), 100_000).run();

        assertThat(report.status()).isEqualTo(BatchStatus.FAILED);
        assertThat(report.problem()).isEqualTo("job 5 failed: bad row");
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.notRun()).isEqualTo(100_000 - report.succeeded() - 1).isPositive();
        assertThat(report.succeeded()).isEqualTo(work.done.size());
    }

    @Test
    @DisplayName("ends with the exception of its source")
    void brokenSource() {
        JobSource<Long> source = new JobSource<>() {
            private final NumberedJobs good = new NumberedJobs(10);

            @Override
            public OptionalLong total() {
                return OptionalLong.empty();
            }

            @Override
            public Chunk<Long> next() {
                Chunk<Long> chunk = good.next();
                if (chunk == null) {
                    throw new IllegalStateException("row 11 is broken");
                }
                return chunk;
            }
        };

        BatchReport report = new BatchRun<>(plan(2), source, work, new BatchLines(lines::add), time).run();

        assertThat(report.status()).isEqualTo(BatchStatus.FAILED);
        assertThat(report.problem()).isEqualTo("row 11 is broken");
        assertThat(report.total()).isEqualTo(10);
        assertThat(lines.get(0)).isEqualTo("Running jobs across 2 workers");
    }

    @Test
    @DisplayName("B09 has at most 512 jobs read ahead, in addition to jobs under way")
    void boundedMemory() throws Exception {
        AtomicInteger read = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        work.onJob = (worker, job) -> Await.open(go);
        work.afterJob = (worker, job) -> ended.incrementAndGet();
        JobSource<Long> source = new JobSource<>() {
            private final NumberedJobs jobs = new NumberedJobs(5000);

            @Override
            public OptionalLong total() {
                return jobs.total();
            }

            @Override
            public Chunk<Long> next() {
                Chunk<Long> chunk = jobs.next();
                most.accumulateAndGet(read.get() - ended.get(), Math::max);
                read.incrementAndGet();
                return chunk;
            }
        };
        BatchRun<Long> run = new BatchRun<>(plan(4), source, work, new BatchListener() {}, time);
        CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run, OwnThread.EACH);
        Await.until("the queue is full", () -> read.get() == 512 + 4 + 1);

        go.countDown();

        assertThat(report.get().succeeded()).isEqualTo(5000);
        assertThat(most.get()).isLessThanOrEqualTo(512 + 4);
    }

    @Test
    @DisplayName("B10 reports its duration, in all and for each job, for people and for programs")
    void summary() {
        work.afterJob = (worker, job) -> {
            if (job == 63_999) {
                time.advance(Duration.ofMillis(3200));
            }
        };

        BatchReport report = run(plan(1), 64_000).run();

        assertThat(linesWith("All threads")).containsExactly("All threads completed successfully in 3.2s");
        assertThat(linesWith("Average")).containsExactly("Average speed of 50µs per job");
        assertThat(report.elapsedNanos()).isEqualTo(3_200_000_000L);
        assertThat(report.averageNanos()).isEqualTo(50_000);
        assertThat(report.p50Nanos()).isZero();
    }

    @Test
    @DisplayName("B11 reports its close before the summary, and leaves neither thread nor connection")
    void leavesNothing() {
        Set<Thread> ofOthers = Thread.getAllStackTraces().keySet();
        run(plan(6), 500).run();

        assertThat(lines.indexOf("Closing job queue and terminating workers"))
                .isPositive()
                .isLessThan(lines.indexOf(linesWith("All threads").get(0)));
        assertThat(work.opened).hasValue(6);
        assertThat(work.closed).hasValue(6);
        // an executor has ended a moment before its threads have
        Await.until(
                "its threads have ended",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !ofOthers.contains(thread))
                        .noneMatch(thread -> thread.getName().startsWith("sluice-batch")));
    }

    @Test
    @DisplayName("B12 ends at once if the batch has no jobs")
    void noJobs() {
        BatchReport report = run(plan(2), 0).run();

        assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(List.of(report.total(), report.averageNanos())).containsExactly(0L, 0L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    @DisplayName("B12 without workers is refused, with the option named")
    void noWorkers(int workers) {
        assertThatThrownBy(() -> plan(workers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("workers must be at least 1: " + workers);
    }

    @Test
    @DisplayName("B12 with fewer than no jobs, or empty chunks, is refused, with the option named")
    void negativeJobs() {
        assertThatThrownBy(() -> new NumberedJobs(-1)).hasMessage("jobs must not be negative: -1");
        assertThatThrownBy(() -> new NumberedJobs(1, 0)).hasMessage("chunkSize must be at least 1: 0");
        assertThatThrownBy(() -> BatchPlan.DEFAULT.withAttempts(-1)).hasMessage("attempts must be at least 0: -1");
        assertThatThrownBy(() -> BatchPlan.DEFAULT.withGiveUpAfter(Duration.ofSeconds(-1)))
                .hasMessage("giveUpAfter must not be negative: -1 s");
    }

    @Test
    @DisplayName("B13 gives up a job after the maximum of tries, and the run with it, if there is no database")
    void attemptsEnd() {
        work.onOpen = (worker, count) -> {
            throw new Unreachable("refused", null);
        };

        BatchReport report = runToEnd(run(plan(1).withAttempts(5), 10));

        assertThat(report.status()).isEqualTo(BatchStatus.DATABASE_LOST);
        assertThat(report.failures()).containsExactly(new JobFailure(0, 0, "refused", 0L));
        assertThat(List.of(report.succeeded(), report.failed(), report.notRun()))
                .containsExactly(0L, 1L, 9L);
        assertThat(report.workers().get(0).connects()).isEqualTo(5);
    }

    @Test
    @DisplayName("B13 gives up a job that loses its connection each time, and does the others")
    void poison() {
        work.onJob = (worker, job) -> {
            if (job == 3) {
                throw FakeWork.Ended.by(RetryReason.LOST, "it hurts");
            }
        };

        BatchReport report = runToEnd(run(plan(2).withAttempts(5), 10));

        assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
        assertThat(report.failures()).extracting(JobFailure::job).containsExactly(3L);
        assertThat(List.of(report.succeeded(), report.failed(), report.retried()))
                .containsExactly(9L, 1L, 4L);
    }

    @Test
    @DisplayName("B13 waits for the database without limit, unless the plan has a limit, until it is cancelled")
    void waitsUntilCancelled() {
        work.onOpen = (worker, count) -> {
            throw new Unreachable("refused", null);
        };
        BatchRun<Long> run = run(plan(2), 10);
        CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run, OwnThread.EACH);
        Await.until("it has tried often", () -> {
            time.advance(Duration.ofMinutes(1));
            return linesWith("Unable").size() > 50;
        });
        assertThat(report).isNotDone();

        run.cancel();

        Await.until("it ends", report::isDone);
        assertThat(report.join().status()).isEqualTo(BatchStatus.CANCELLED);
        assertThat(report.join().notRun()).isEqualTo(10);
    }

    @Test
    @DisplayName("gives up when the database is away for longer than the plan allows, and fails no job for that")
    void givesUp() {
        work.onOpen = (worker, count) -> {
            throw new Unreachable("refused", null);
        };

        BatchReport report = runToEnd(run(plan(3).withGiveUpAfter(Duration.ofMinutes(1)), 10), Duration.ofMillis(100));

        assertThat(report.status()).isEqualTo(BatchStatus.DATABASE_LOST);
        assertThat(report.problem()).isEqualTo("refused");
        assertThat(List.of(report.failed(), report.notRun())).containsExactly(0L, 10L);
        assertThat(time.nanos()).isGreaterThanOrEqualTo(Duration.ofMinutes(1).toNanos());
    }

    @Test
    @DisplayName("does a chunk again that met a deadlock, without another connection")
    void deadlock() {
        AtomicInteger met = new AtomicInteger();
        work.onJob = (worker, job) -> {
            if (met.incrementAndGet() <= 2) {
                throw FakeWork.Ended.by(RetryReason.CONFLICT, "deadlock detected");
            }
        };

        BatchReport report = runToEnd(run(plan(1), 4));

        assertThat(List.of(report.succeeded(), report.retried())).containsExactly(4L, 2L);
        assertThat(work.opened).hasValue(1);
    }

    @Test
    @DisplayName(
            "retries a job that always conflicts with others, with pauses, reports that meanwhile, and then fails it alone")
    void alwaysMeets() {
        AtomicInteger met = new AtomicInteger();
        work.onJob = (worker, job) -> {
            if (job == 2) {
                met.incrementAndGet();
                throw FakeWork.Ended.by(RetryReason.CONFLICT, "deadlock detected");
            }
        };
        BatchRun<Long> run = run(plan(1), 4);
        CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run, OwnThread.EACH);
        Await.until("it tells of its tries while it runs", () -> {
            time.advance(Duration.ofMillis(10));
            return run.report().retried() >= 2;
        });
        assertThat(run.report().lastRetry()).isEqualTo("deadlock detected");
        assertThat(report).as("time stands still, and so does it").isNotDone();
        Await.until("it ends", () -> {
            time.advance(Duration.ofMillis(10));
            return report.isDone();
        });

        assertThat(met).hasValue(RetryBackoff.MOST_CONFLICTS + 1);
        assertThat(report.join().failures()).extracting(JobFailure::job).containsExactly(2L);
        assertThat(report.join().succeeded()).isEqualTo(3);
    }

    @Test
    @DisplayName("waits with growing pauses for the end of temporary server errors, and gives up at its limit")
    void serverTrouble() {
        AtomicInteger met = new AtomicInteger();
        work.onJob = (worker, job) -> {
            if (met.incrementAndGet() <= 5) {
                throw FakeWork.Ended.by(RetryReason.SERVER, "disk full");
            }
        };
        BatchReport passed = runToEnd(run(plan(1), 4));
        assertThat(List.of(passed.succeeded(), passed.failed(), passed.retried()))
                .containsExactly(4L, 0L, 5L);
        assertThat(linesWith("Waiting for the server")).containsExactly("Worker 0: Waiting for the server (disk full)");

        met.set(Integer.MIN_VALUE);
        BatchReport lasting = runToEnd(run(plan(1).withGiveUpAfter(Duration.ofSeconds(30)), 4), Duration.ofMillis(100));
        assertThat(lasting.status()).isEqualTo(BatchStatus.DATABASE_LOST);
        assertThat(List.of(lasting.succeeded(), lasting.failed(), lasting.notRun()))
                .containsExactly(0L, 0L, 4L);
        assertThat(lasting.problem()).isEqualTo("disk full");
    }

    @Test
    @DisplayName("waits for a pool that is busy for as long as it takes, which counts as no try, until it is stopped")
    void busy() {
        AtomicInteger met = new AtomicInteger();
        work.onJob = (worker, job) -> {
            if (met.incrementAndGet() <= 20) {
                throw new FakeWork.Ended(new ChunkResult.Busy("no connection was free"));
            }
        };

        BatchReport report = runToEnd(run(plan(1).withAttempts(3), 4));
        assertThat(List.of(report.succeeded(), report.retried())).containsExactly(4L, 0L);
        assertThat(work.opened).hasValue(1);

        met.set(Integer.MIN_VALUE);
        BatchRun<Long> stuck = run(plan(1), 4);
        CompletableFuture<BatchReport> end = CompletableFuture.supplyAsync(stuck::run, OwnThread.EACH);
        Await.until("it was refused often", () -> {
            time.advance(Duration.ofMillis(100));
            return met.get() > Integer.MIN_VALUE + 5;
        });
        stuck.cancel();
        Await.until("it ends", end::isDone);
        assertThat(end.join().notRun()).isEqualTo(4);
    }

    @Test
    @DisplayName("B14 begins no chunk after its cancel, and ends the chunks under way")
    void cancelled() {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        work.onJob = (worker, job) -> {
            begun.countDown();
            Await.open(go);
        };
        BatchRun<Long> run = run(plan(2), 1000);
        CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run, OwnThread.EACH);
        Await.open(begun);

        run.cancel();
        assertThat(run.status()).isEqualTo(BatchStatus.STOPPING);
        go.countDown();

        Await.until("it ends", report::isDone);
        assertThat(report.join().status()).isEqualTo(BatchStatus.CANCELLED);
        assertThat(report.join().succeeded()).isEqualTo(2).isEqualTo(work.done.size());
        assertThat(work.aborted).hasValue(0);
        assertThat(lines).anyMatch(line -> line.startsWith("Cancelled, with ") && line.contains("jobs not run"));
    }

    @Test
    @DisplayName(
            "B14 aborts chunks that do not end within three seconds, and abandons chunks that do not end within five")
    void cancelledThoughStuck() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        work.onJob = (worker, job) -> {
            begun.countDown();
            while (never.getCount() > 0) {
                Thread.onSpinWait();
            }
        };
        BatchRun<Long> run = run(plan(1), 1000);
        CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run, OwnThread.EACH);
        Await.open(begun);

        run.cancel();
        time.advance(BatchRun.GRACE.minusMillis(1));
        assertThat(work.aborted).hasValue(0);
        time.advance(Duration.ofMillis(1));
        Await.until("it is aborted", () -> work.aborted.get() > 0);
        time.advance(Duration.ofSeconds(2));
        Await.until("it is left behind", report::isDone);

        assertThat(report.join().status()).isEqualTo(BatchStatus.CANCELLED);
        assertThat(report.join().notRun()).isEqualTo(report.join().total());
        never.countDown();
    }

    @Test
    @DisplayName("begins no job while it is paused, and continues at the same job")
    void paused() {
        CountDownLatch some = new CountDownLatch(100);
        AtomicInteger busy = new AtomicInteger();
        CountDownLatch isPaused = new CountDownLatch(1);
        work.onJob = (worker, job) -> {
            busy.incrementAndGet();
            some.countDown();
            if (some.getCount() == 0) {
                Await.open(isPaused); // there is something left to pause
            }
        };
        work.afterJob = (worker, job) -> busy.decrementAndGet();
        BatchRun<Long> run = run(plan(3), 50_000);
        CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run, OwnThread.EACH);
        Await.open(some);

        run.pause();
        isPaused.countDown();
        Await.until("nobody is at it", () -> run.report().succeeded() == work.done.size() && busy.get() == 0);
        long done = work.done.size();
        assertThat(done).isLessThan(50_000);
        assertThat(run.status()).isEqualTo(BatchStatus.PAUSED);
        run.resume();

        Await.until("it ends", report::isDone);
        assertThat(work.done).isEqualTo(onceEach(50_000));
    }

    @Test
    @DisplayName("is cancelled when the thread that runs it is interrupted, which stays interrupted")
    void interrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        work.onJob = (worker, job) -> {
            begun.countDown();
            Await.open(go);
        };
        BatchRun<Long> run = run(plan(1), 1000);
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            run.run();
            flag.complete(Thread.currentThread().isInterrupted());
        });
        runner.start();
        Await.open(begun);

        runner.interrupt();
        Await.until("it stops", () -> run.status() == BatchStatus.STOPPING);
        go.countDown();

        assertThat(flag.get()).isTrue();
        assertThat(run.report().status()).isEqualTo(BatchStatus.CANCELLED);
    }

    @Test
    @DisplayName("is not troubled by a listener that fails, and runs once")
    void badListener() {
        BatchRun<Long> run = new BatchRun<>(
                plan(2),
                new NumberedJobs(50),
                work,
                new BatchLines(line -> {
                    throw new IllegalStateException("no more paper");
                }),
                time);

        assertThat(run.run().succeeded()).isEqualTo(50);
        assertThatThrownBy(run::run).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("counts jobs in chunks, and their progress")
    void chunks() {
        BatchReport report =
                new BatchRun<>(plan(2), new NumberedJobs(1001, 100), work, new BatchLines(lines::add), time).run();

        assertThat(report.succeeded()).isEqualTo(1001);
        assertThat(work.done).isEqualTo(onceEach(1001));
        assertThat(linesWith("Processing")).last().isEqualTo("Processing 100% complete");
    }

    @Test
    @DisplayName("B13 gives up when its patience has ended, and not a long backoff later")
    void givesUpInTime() {
        work.onOpen = (worker, count) -> {
            throw new Unreachable("refused", null);
        };
        BatchPlan slow =
                new BatchPlan(1, 512, 0, Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMinutes(10), false);

        time.movedByWaits = true;
        BatchReport report = run(slow, 10).run();

        assertThat(report.status()).isEqualTo(BatchStatus.DATABASE_LOST);
        assertThat(report.elapsedNanos()).isEqualTo(3_000_000_000L);
    }

    @Test
    @DisplayName("does nothing that an earlier run has done, and counts it apart")
    void doneBefore() {
        work.onJob = (worker, job) -> {
            if (job < 4) {
                throw new FakeWork.Ended(new ChunkResult.DoneBefore(
                        job == 3 ? List.of(new JobFailure(3, worker, "bad", 3L)) : List.of()));
            }
        };

        BatchReport report = runToEnd(run(plan(2), 10));

        assertThat(work.done.keySet()).containsExactlyInAnyOrder(4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(List.of(report.succeeded(), report.failed(), report.before()))
                .containsExactly(9L, 1L, 4L);
        assertThat(report.workers().stream()
                        .mapToLong(BatchReport.WorkerReport::succeeded)
                        .sum())
                .isEqualTo(6);
        assertThat(linesWith("done before")).containsExactly("4 of them were done before");
    }

    @Test
    @DisplayName("ends where no other chunk would fare better")
    void cannotGoOn() {
        work.onJob = (worker, job) -> {
            if (job == 5) {
                throw new FakeWork.Ended(new ChunkResult.Stop("the source has changed", null, null));
            }
        };

        BatchReport report = runToEnd(run(plan(1), 10));

        assertThat(report.status()).isEqualTo(BatchStatus.FAILED);
        assertThat(report.problem()).isEqualTo("the source has changed");
        assertThat(List.of(report.succeeded(), report.failed(), report.notRun()))
                .containsExactly(5L, 0L, 5L);
    }
}
