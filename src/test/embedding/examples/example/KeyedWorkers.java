package example;

import dev.sluice.keyed.KeyedConfig;
import dev.sluice.keyed.KeyedLease;
import dev.sluice.keyed.KeyedPool;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One worker for each customer, so that what is done for one customer is done in order. */
public final class KeyedWorkers {

    /** What is pooled: it ends when the pool closes it. */
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
            Worker acme = workers.acquire("acme"); // open until it is released, for all who ask for acme
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
