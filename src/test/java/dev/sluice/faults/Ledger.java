package dev.sluice.faults;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The writes that clients consider done, and the writes that no client asked for. Thread-safe. */
final class Ledger {

    private final Set<String> written = ConcurrentHashMap.newKeySet();
    private final Set<String> notCommitted = ConcurrentHashMap.newKeySet();

    void written(String nonce) {
        written.add(nonce);
    }

    void notCommitted(String nonce) {
        notCommitted.add(nonce);
    }

    /** Compares with what the database has. */
    void audit(Site site, Findings findings) {
        Set<String> found = Set.of(site.server()
                .ask("select coalesce(string_agg(nonce, ' '), '') from ledger")
                .split(" "));
        written.stream()
                .filter(nonce -> !found.contains(nonce))
                .forEach(nonce -> findings.violation(nonce + " was said to be written, and is not"));
        notCommitted.stream()
                .filter(found::contains)
                .forEach(nonce -> findings.violation(nonce + " was never committed, and is written"));
    }

    int size() {
        return written.size();
    }
}
