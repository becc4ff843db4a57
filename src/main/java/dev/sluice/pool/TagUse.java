package dev.sluice.pool;

/**
 * The use of a pool by the leases with one tag. Immutable.
 *
 * @param key the key of the tag
 * @param value the value of the tag; {@code other}, with the key {@code other}, stands for all further tags
 * @param leases number of leases since the tags are counted
 * @param inUse number of leases that have not ended
 * @param waiting number of callers that wait now
 */
public record TagUse(String key, String value, long leases, int inUse, int waiting) {}
