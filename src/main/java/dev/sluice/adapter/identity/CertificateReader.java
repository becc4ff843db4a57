package dev.sluice.adapter.identity;

import dev.sluice.access.Mechanism;
import dev.sluice.access.Principal;
import dev.sluice.value.BadValue;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.security.auth.x500.X500Principal;

/** Reads the identities of client certificates: {@code certificates.<name>.subject}, {@code .roles}, {@code .pools}. */
final class CertificateReader {

    private static final String SUBJECT = "subject";

    private CertificateReader() {}

    /**
     * Returns principals by the canonical form of their subject.
     *
     * @param values values by key, without the prefix {@code sluice.security.}
     * @throws BadValue that names the key
     */
    static Map<String, Principal> read(Map<String, String> values) {
        Map<String, Map<String, String>> certificates = new TreeMap<>();
        values.forEach((key, value) -> certificates
                .computeIfAbsent(key.substring(0, key.lastIndexOf('.')), owner -> new HashMap<>())
                .put(key.substring(key.lastIndexOf('.') + 1), value.strip()));
        Map<String, Principal> principals = new HashMap<>();
        certificates.forEach((owner, each) -> {
            String key = owner + "." + SUBJECT;
            Principal principal = CredentialReader.principal(
                    owner, owner.substring(owner.indexOf('.') + 1), Mechanism.CERTIFICATE, each);
            if (principals.put(subject(key, each.getOrDefault(SUBJECT, "")), principal) != null) {
                throw BadValue.of(key, "is the subject of another certificate, too");
            }
        });
        return principals;
    }

    private static String subject(String key, String text) {
        try {
            if (!text.isEmpty()) {
                return new X500Principal(text).getName(X500Principal.CANONICAL);
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        throw BadValue.ofText(key, "must be a distinguished name such as CN=ci,O=Example", text);
    }
}
