package dev.sluice.adapter.identity;

import dev.sluice.access.Authenticator;
import dev.sluice.access.PasswordHash;
import dev.sluice.access.Principal;
import dev.sluice.access.ProvenIdentity;
import dev.sluice.access.TokenText;
import dev.sluice.adapter.identity.Credentials.KnownUser;
import dev.sluice.time.Ticker;
import dev.sluice.value.BadValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens and passwords against the configuration and the files with credentials. A token costs one hash and one
 * look-up; a password that is not verified yet costs a password hash, of which {@value #CONCURRENT} are computed at the
 * same time. Files are read by {@link #refresh}, by {@link #authenticate} and by the proofs of logins, never by a
 * look-up. Failures are slowed down by a {@link LoginThrottle}: a correct token always passes, a password is not even
 * checked during a lock. Thread-safe.
 */
public final class CredentialStore implements Authenticator {

    static final int CONCURRENT = 2;
    static final int QUEUED = 8;

    private static final Logger LOG = Logger.getLogger(CredentialStore.class);

    /** The hash that is computed for unknown names, so that the time does not tell them from known names. */
    private static final String UNKNOWN =
            "pbkdf2-sha256:" + PasswordHash.FEWEST + ":" + "00".repeat(16) + ":" + "00".repeat(32);

    private final Credentials configured;
    private final List<WatchedFile> files;
    private final LoginThrottle throttle;
    private final Ticker ticker;
    private final Semaphore hashing = new Semaphore(CONCURRENT);
    private final AtomicInteger queued = new AtomicInteger();
    private final PasswordHash unknown = Objects.requireNonNull(PasswordHash.parse(UNKNOWN));
    private volatile Snapshot snapshot;

    /**
     * The credentials at a moment, with the passwords verified against them.
     *
     * @param parts the credentials of each file that they are made of
     */
    private record Snapshot(List<Credentials> parts, Credentials all, PasswordCache verified) {}

    /**
     * @throws BadValue if a token or a name is in two of the places
     */
    CredentialStore(Credentials configured, List<WatchedFile> files, Ticker ticker) {
        this.configured = configured;
        this.files = List.copyOf(files);
        this.ticker = ticker;
        throttle = new LoginThrottle(ticker);
        List<Credentials> parts = parts();
        snapshot = new Snapshot(parts, merged(parts), new PasswordCache(ticker));
    }

    private List<Credentials> parts() {
        List<Credentials> parts = new ArrayList<>();
        files.forEach(file -> parts.add(file.latest()));
        return parts;
    }

    private Credentials merged(List<Credentials> parts) {
        Credentials all = configured;
        for (Credentials part : parts) {
            all = all.and(part);
        }
        return all;
    }

    /** Returns whether {@link #refresh} would read a file. Looking up a token or a password never does. */
    boolean isDue() {
        return files.stream().anyMatch(WatchedFile::isDue);
    }

    /** Reads changed files. Blocks as long as their disk does, but holds no lock that a look-up needs. */
    public void refresh() {
        files.forEach(WatchedFile::refresh);
    }

    private Snapshot refreshedNow() {
        refresh();
        return current();
    }

    private Snapshot current() {
        Snapshot known = snapshot;
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).latest() != known.parts().get(i)) {
                return refreshed();
            }
        }
        return known;
    }

    /** Replaces the snapshot as a whole. Verified passwords are dropped with it. */
    private synchronized Snapshot refreshed() {
        List<Credentials> parts = parts();
        if (parts.equals(snapshot.parts())) {
            return snapshot; // RACE: another thread was first
        }
        Credentials all = snapshot.all();
        try {
            all = merged(parts);
        } catch (BadValue e) {
            LOG.errorf("the credentials of before stay valid: %s", e.getMessage());
        }
        snapshot = new Snapshot(parts, all, new PasswordCache(ticker));
        return snapshot;
    }

    /** Checks a token. Reads no file, and never blocks for long. */
    Login token(String token, String address) {
        ProvenIdentity known = knownToken(token);
        return known == null ? refusedToken(address) : Login.of(known);
    }

    /** Returns the identity of a token, or null if it is not known, which does not count as a failure. */
    @Nullable
    ProvenIdentity knownToken(String token) {
        String hash = TokenText.hash(token);
        Principal principal = current().all().ofHash(hash);
        return principal == null
                ? null
                : new ProvenIdentity(
                        principal, () -> principal.equals(refreshedNow().all().ofHash(hash)));
    }

    /** Counts a token that is not valid, and returns the refusal: a lock, if the address has failed too often. */
    Login refusedToken(String address) {
        int locked = throttle.lockedSeconds(address, null);
        if (locked > 0) {
            return Login.locked(locked);
        }
        throttle.failed(address, null);
        return Login.WRONG;
    }

    /**
     * Checks a name and a password without computing a password hash.
     *
     * @return the outcome, or null if {@link #password} must compute the hash
     */
    @Nullable
    Login passwordAtOnce(String name, String password, String address) {
        KnownUser known = current().verified().find(name, password);
        if (known != null) {
            return login(known);
        }
        int locked = throttle.lockedSeconds(address, name);
        return locked > 0 ? Login.locked(locked) : null;
    }

    /** Returns the login of a user, which holds until the password, a role or a pool changes. */
    private Login login(KnownUser user) {
        String name = user.principal().name();
        return Login.of(new ProvenIdentity(
                user.principal(), () -> user.equals(refreshedNow().all().user(name))));
    }

    /** Checks a name and a password. Blocks for the time of a password hash, and for other logins. */
    Login password(String name, String password, String address) {
        Login atOnce = passwordAtOnce(name, password, address);
        if (atOnce != null) {
            return atOnce;
        }
        if (queued.incrementAndGet() > CONCURRENT + QUEUED) {
            queued.decrementAndGet();
            return Login.BUSY;
        }
        try {
            hashing.acquireUninterruptibly(); // short: the number before is bounded
            try {
                return verify(name, password, address);
            } finally {
                hashing.release();
            }
        } finally {
            queued.decrementAndGet();
        }
    }

    private Login verify(String name, String password, String address) {
        Login atOnce = passwordAtOnce(name, password, address); // another login may have decided it
        if (atOnce != null) {
            return atOnce;
        }
        Snapshot known = current();
        KnownUser user = known.all().user(name);
        boolean matches = (user == null ? unknown : user.hash()).matches(password);
        if (user == null || !matches) {
            throttle.failed(address, name);
            return Login.WRONG;
        }
        throttle.succeeded(name);
        known.verified().add(name, password, user);
        return login(user);
    }

    @Override
    public @Nullable ProvenIdentity authenticate(String name, String secret, String address) {
        refresh();
        ProvenIdentity ofToken = knownToken(secret);
        return ofToken == null ? password(name, secret, address).proof() : ofToken;
    }
}
