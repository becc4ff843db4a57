package example;

import dev.sluice.generic.GenericPool;
import dev.sluice.pool.Lease;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/** A pool of objects that are slow to create: here, objects that compute checksums. */
public final class CustomResource {

    public static void main(String[] arguments) throws Exception {
        try (GenericPool<MessageDigest> digests = GenericPool.<MessageDigest>builder("digests")
                .factory(() -> MessageDigest.getInstance("SHA-256"))
                .closer(MessageDigest::reset)
                .maxSize(4)
                .maxIdle(2)
                .maxIdleTime(Duration.ofMinutes(5))
                .build()) {
            try (Lease<MessageDigest> lease = digests.acquire(Duration.ofSeconds(5))) {
                byte[] sum = lease.resource().digest("sluice".getBytes());
                System.out.println("checksum: " + HexFormat.of().formatHex(sum, 0, 4));
            }
            System.out.println("made: " + digests.stats().created() + " idle: " + digests.idleLen());
        }
    }
}
