/**
 * The audit log on the disk: one JSON object per line, each with the hash of the line before it, in files of a bounded
 * size. {@link dev.sluice.audit.AuditLog} writes it, {@link dev.sluice.audit.AuditReading} reads it, and
 * {@link dev.sluice.audit.AuditCheck} finds lines that were changed or removed.
 */
@NullMarked
package dev.sluice.audit;

import org.jspecify.annotations.NullMarked;
