package dev.sluice.adapter.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the audit log.
 *
 * @param entries the entries, the newest first
 * @param more whether the parameters select older entries, too
 * @param next the value of 'before' for the older entries, or null
 */
public record AuditEntries(
        List<AuditEntry> entries, boolean more, @Nullable String next) {}
