package dev.sluice.adapter.identity;

import dev.sluice.adapter.identity.Credentials.KnownUser;
import dev.sluice.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Verified passwords of the last five minutes, so that a request costs no password hash. Kept as HMAC under a random key
 * of this process, never as text. Thread-safe.
 */
final class PasswordCache {

    static final int MOST = 1000;

    private static final long AGE = Duration.ofMinutes(5).toNanos();
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Ticker ticker;
    private final SecretKeySpec key;
    private final Map<String, Verified> verified = new LinkedHashMap<>(); // Guarded by this

    private record Verified(KnownUser user, long at) {}

    PasswordCache(Ticker ticker) {
        this.ticker = ticker;
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, ALGORITHM);
    }

    /** Returns the user of a name and password that were verified lately, or null. */
    @Nullable
    KnownUser find(String name, String password) {
        String digest = digest(name, password);
        synchronized (this) {
            Verified known = verified.get(digest);
            if (known == null) {
                return null;
            }
            if (ticker.nanos() - known.at() >= AGE) {
                verified.remove(digest);
                return null;
            }
            return known.user();
        }
    }

    /** Remembers a verified name and password, and forgets the oldest if there are too many. */
    void add(String name, String password, KnownUser user) {
        String digest = digest(name, password);
        synchronized (this) {
            verified.remove(digest);
            verified.put(digest, new Verified(user, ticker.nanos()));
            if (verified.size() > MOST) {
                verified.remove(verified.keySet().iterator().next());
            }
        }
    }

    private String digest(String name, String password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((name.length() + ":" + name + ":").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
