package dev.sluice.adapter.identity;

import dev.sluice.access.SecretFile;
import dev.sluice.time.Ticker;
import dev.sluice.value.BadValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The places that credentials come from, by the settings. Immutable. */
public final class CredentialPlan {

    private final IdentitySettings settings;
    private final boolean hasIssuer;
    private final @Nullable AdminTokenFile adminFile;

    /**
     * Decides the places.
     *
     * @param settings the settings
     * @param home the home directory of this process' user
     * @param usesDefaultFile whether the admin token is in its default file if the settings configure no credentials
     * @param hasIssuer whether signed tokens (JWT) of an issuer are accepted
     */
    public CredentialPlan(IdentitySettings settings, String home, boolean usesDefaultFile, boolean hasIssuer) {
        this.settings = settings;
        this.hasIssuer = hasIssuer;
        boolean isNamed = settings.adminTokenFile() != null;
        adminFile = settings.adminToken() == null && (isNamed || (usesDefaultFile && !hasIdentities()))
                ? new AdminTokenFile(settings.adminTokenFile(), home)
                : null;
    }

    private boolean hasIdentities() {
        return hasIssuer
                || !settings.credentials().isEmpty()
                || !settings.certificates().isEmpty()
                || settings.credentialsFile() != null;
    }

    /** Returns whether the settings configure credentials; a file for the admin token counts if it exists. */
    boolean isConfigured() {
        return hasOwn() || (adminFile != null && adminFile.isGiven());
    }

    /** Returns whether the settings have credentials, beside the file of the admin token, which may be made. */
    boolean hasOwn() {
        return hasIdentities() || settings.adminToken() != null;
    }

    /** Returns whether there are tokens, or names with passwords, by which clients other than those of HTTP log in. */
    public boolean hasSecrets() {
        return adminFile != null
                || settings.adminToken() != null
                || settings.credentialsFile() != null
                || !settings.credentials().isEmpty();
    }

    /** Returns the file that has the admin token, or null without such a file. */
    @Nullable
    AdminTokenFile adminFile() {
        return adminFile;
    }

    /**
     * Reads the credentials, and creates the file of the admin token if it is missing.
     *
     * @param created receives the admin token if it was created
     * @throws BadValue that names the key of the fault, with the prefix
     */
    public CredentialStore store(Ticker ticker, Consumer<String> created) {
        List<WatchedFile> files = new ArrayList<>();
        if (settings.credentialsFile() != null) {
            files.add(new WatchedFile(
                    IdentitySettings.CREDENTIALS_FILE,
                    new SecretFile(settings.credentialsFile()),
                    CredentialLines::read,
                    ticker));
        }
        if (adminFile != null) {
            String token = adminFile.make();
            if (token != null) {
                created.accept(token);
            }
            files.add(new WatchedFile(
                    AdminTokenFile.KEY, adminFile.file(), text -> AdminToken.read("the token", text), ticker));
        }
        return new CredentialStore(configured(), files, ticker);
    }

    private Credentials configured() {
        try {
            Credentials admin = settings.adminToken() == null
                    ? Credentials.NONE
                    : AdminToken.read("admin-token", settings.adminToken());
            return CredentialReader.read(settings.credentials()).and(admin);
        } catch (BadValue e) {
            throw e.renamed(IdentitySettings.PREFIX + e.name());
        }
    }
}
