package dev.sluice.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** Forces the written bytes of a file to the disk. */
@FunctionalInterface
interface DiskSync {

    /** Blocks until the bytes are on the disk. */
    void force(FileChannel channel) throws IOException;
}
