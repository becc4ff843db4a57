package dev.sluice.audit;

/**
 * The bounds of an audit log on the disk.
 *
 * @param fileBytes size in bytes at which a file is full (4 KiB to 256 MiB)
 * @param files maximum number of full files; the oldest is deleted (1 or more)
 */
public record AuditLimits(long fileBytes, int files) {

    private static final long SMALLEST = 4096;
    private static final long LARGEST = 256L << 20;

    /** Ten full files of 10 MiB. */
    public static final AuditLimits DEFAULT = new AuditLimits(10L << 20, 10);

    /** Checks the bounds. */
    public AuditLimits {
        if (fileBytes < SMALLEST || fileBytes > LARGEST || files < 1) {
            throw new IllegalArgumentException("an audit log needs files of " + SMALLEST + " to " + LARGEST
                    + " bytes, and one full file or more; given: " + fileBytes + " bytes, " + files + " files");
        }
    }
}
