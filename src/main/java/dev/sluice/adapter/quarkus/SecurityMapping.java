package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.Count;
import dev.sluice.adapter.quarkus.SettingTypes.Flag;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings under {@code sluice.security}: credentials, and the roles of identities. */
public interface SecurityMapping {

    /** Returns whether Sluice finds the identities of requests itself: the service does, and decides at the build. */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean mechanisms();

    /** The token of the identity {@code admin-token}, which has the role admin. */
    Optional<String> adminToken();

    /**
     * The file with that token, for its owner only. Without configured credentials, the service makes it; default:
     * {@code .sluice/admin-token} in the home directory of the service's user.
     */
    Optional<Path> adminTokenFile();

    /** The file with more tokens and users, for its owner only; read again when it changes. */
    Optional<Path> credentialsFile();

    /** The tokens by the names of their owners. */
    Map<String, Token> tokens();

    /** The users by their names. */
    Map<String, UserPassword> users();

    /** The client certificates by the names of their owners. */
    Map<String, Certificate> certificates();

    /** The groups and roles of an issuer or an embedding application that have a role here. */
    RoleNames roles();

    /** The claim, or the attribute of an identity, that lists the pools of an identity; without it, all pools. */
    @WithDefault("sluice_pools")
    String poolsClaim();

    /** The largest maximum of a pool that the role operator may set by a resize; without it, that of every pool. */
    Optional<@WithConverter(Count.class) Integer> operatorMaxSize();

    /** Returns whether a proxy in front of the service encrypts the traffic. */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean tlsTerminatedByProxy();

    /** The permissions of an identity. */
    interface Permissions {

        /** The roles: viewer, operator, admin, auditor. */
        Optional<String> roles();

        /** The pools that the roles are limited to. */
        Optional<String> pools();
    }

    /** A token. */
    interface Token extends Permissions {

        /** The SHA-256 of the token in hexadecimal digits. */
        Optional<String> hash();
    }

    /** A user. */
    interface UserPassword extends Permissions {

        /** The hash of the password, {@code pbkdf2-sha256:iterations:salt:hash}. */
        Optional<String> passwordHash();
    }

    /** A client certificate. */
    interface Certificate extends Permissions {

        /** The subject of the certificate, such as {@code CN=ci,O=Example}. */
        Optional<String> subject();
    }

    /** Names of groups and roles. */
    interface RoleNames {

        /** Groups and roles that may read. */
        @WithDefault("sluice-viewer")
        List<String> viewer();

        /** Groups and roles that may operate pools. */
        @WithDefault("sluice-operator")
        List<String> operator();

        /** Groups and roles that may do everything but read the audit log. */
        @WithDefault("sluice-admin")
        List<String> admin();

        /** Groups and roles that may read the audit log. */
        @WithDefault("sluice-auditor")
        List<String> auditor();
    }
}
