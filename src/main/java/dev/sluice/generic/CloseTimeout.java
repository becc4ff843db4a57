package dev.sluice.generic;

/**
 * Reports that a closed pool was not empty after the maximum wait: resources were still leased, or being created or
 * closed. Leases are not broken; their resources are closed at the release.
 */
public final class CloseTimeout extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CloseTimeout(String message) {
        super(message);
    }
}
