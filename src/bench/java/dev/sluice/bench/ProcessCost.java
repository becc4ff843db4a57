package dev.sluice.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** Measures the processor time and the memory of this JVM. */
final class ProcessCost {

    private static final int COLLECTIONS = 3;

    private ProcessCost() {}

    /** Bytes of heap that are in use, garbage excluded. */
    static long heap() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** CPU time of all threads in the next seconds, as a share of one core. */
    static double cpuShare(long seconds) throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long start = System.nanoTime();
        long before = system.getProcessCpuTime();
        TimeUnit.SECONDS.sleep(seconds);
        return (system.getProcessCpuTime() - before) / (double) (System.nanoTime() - start);
    }
}
