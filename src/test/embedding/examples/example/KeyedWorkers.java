package example;

import dev.sluice.keyed.KeyedConfig;
import dev.sluice.keyed.KeyedLease;
import dev.sluice.keyed.KeyedPool;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs one worker for each customer, so that the orders of one customer are processed in sequence. */
public final class KeyedWorkers {

    /** The pooled resource. Its thread ends when the pool closes it. */
    private static final class Worker implements AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();

        String work(String order) throws Exception {
            return thread.submit(() -> order + " done").get();
        }

        @Override
        public void close() {
            thread.shutdown();
        }
    }

    public static void main(String[] arguments) throws Exception {
        KeyedConfig atMostTen = KeyedConfig.builder().maxOpenResources(10).build();
        try (KeyedPool<String, Worker> workers = KeyedPool.open("workers", atMostTen, customer -> new Worker())) {
            Worker acme = workers.acquire("acme"); // open until it is released, shared by all callers
            System.out.println(acme.work("order 1"));

            try (KeyedLease<String, Worker> globex = workers.lease("globex")) { // counted: the last lease closes it
                System.out.println(globex.resource().work("order 2"));
                System.out.println("open: " + workers.all().keySet());
            }
            workers.release("acme");
            System.out.println("open: " + workers.all().keySet());
        }
    }
}
