package dev.sluice.adapter.rest;

import java.util.List;

/**
 * A page of the audit log.
 *
 * @param entries the entries, the newest first
 * @param more whether the parameters select older entries, too
 */
public record AuditEntries(List<AuditEntry> entries, boolean more) {}
