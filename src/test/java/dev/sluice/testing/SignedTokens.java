package dev.sluice.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/**
 * Signed tokens (JWT, RS256) of an issuer. The key pair is in files, because the configuration of the service and the
 * test are loaded by different class loaders.
 */
public final class SignedTokens {

    /** The issuer. */
    public static final String ISSUER = "https://issuer.example";

    private static final Path PUBLIC = Path.of("target", "issuer-public-key");
    private static final Path PRIVATE = Path.of("target", "issuer-private-key");

    private SignedTokens() {}

    /** The public key, as {@code mp.jwt.verify.publickey} reads it. */
    public static String publicKey() {
        try {
            if (Files.notExists(PUBLIC)) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                KeyPair pair = generator.generateKeyPair();
                Files.writeString(
                        PRIVATE,
                        Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
                Files.writeString(
                        PUBLIC,
                        Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
            }
            return Files.readString(PUBLIC);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token of the issuer for an hour, with groups and more claims: JSON members, each after a comma. */
    public static String token(String subject, String group, String moreClaims) {
        return token(ISSUER, Instant.now().getEpochSecond() + 3600, subject, group, moreClaims);
    }

    /** A token with an issuer and a time of its own. */
    public static String token(String issuer, long expires, String subject, String group, String moreClaims) {
        String claims = "{\"iss\":\"" + issuer + "\",\"sub\":\"" + subject + "\",\"exp\":" + expires + ",\"iat\":1"
                + ",\"jti\":\"1\",\"groups\":[\"" + group + "\"]" + moreClaims + "}";
        String text =
                encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "." + encoded(claims.getBytes(UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey());
            signature.update(text.getBytes(UTF_8));
            return text + "." + encoded(signature.sign());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey privateKey() throws GeneralSecurityException, IOException {
        byte[] key = Base64.getDecoder().decode(Files.readString(PRIVATE));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
