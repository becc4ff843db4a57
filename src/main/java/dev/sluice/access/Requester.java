package dev.sluice.access;

import dev.sluice.value.GivenText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a request: who asks, from where, over which surface. Immutable.
 *
 * @param principal the person or program, or null if the identity is not proven
 * @param address the address of the peer, or null inside the process
 * @param surface the way of the request
 * @param claim the name that the request claims, such as the person behind a program's token, or null; it is recorded
 *     if it has the characters of a name, and gives no permission
 */
public record Requester(
        @Nullable Principal principal,
        @Nullable String address,
        Surface surface,
        @Nullable String claim) {

    /** Code of the application that has the pools, which may do everything. */
    public static final Requester APPLICATION = application("application");

    /** Creates a requester that claims no other name. */
    public Requester(@Nullable Principal principal, @Nullable String address, Surface surface) {
        this(principal, address, surface, null);
    }

    /** Returns a part of the application that has the pools, which may do everything. */
    public static Requester application(String name) {
        return new Requester(Principal.of(name, Role.ADMIN), null, Surface.JAVA);
    }

    /** Returns the same origin with a claimed name. */
    public Requester claiming(@Nullable String name) {
        return new Requester(principal, address, surface, name == null ? null : GivenText.label(name));
    }

    /** Returns the name of the principal, or {@code anonymous}. */
    public String name() {
        return principal == null ? "anonymous" : principal.name();
    }

    /** Returns the requester in words for events and the log: the surface, the name, and the claimed name. */
    public String words() {
        String who = claim == null ? name() : name() + " for " + claim;
        return surface == Surface.JAVA ? who : surface.name().toLowerCase(Locale.ROOT) + ": " + who;
    }

    /** Returns whether the requester has the role for the pool; null is no pool, or all. */
    public boolean may(Role role, @Nullable String pool) {
        Principal known = principal;
        return known != null && known.has(role) && known.pools().includes(pool);
    }

    /** Returns whether the requester has the role for at least one pool. */
    public boolean mayAnywhere(Role role) {
        Principal known = principal;
        return known != null && known.has(role);
    }

    /**
     * Returns if the requester has the role for the pool.
     *
     * @param pool name of the pool, or null if the permission concerns no pool, or all
     * @throws AccessDenied that names the missing role or pool
     */
    public void require(Role role, @Nullable String pool) {
        requireRole(role);
        Principal known = principal;
        if (known != null && !known.pools().includes(pool)) {
            throw AccessDenied.pool(known, pool);
        }
    }

    /**
     * Returns if the requester has the role for at least one pool.
     *
     * @throws AccessDenied that names the missing role
     */
    public void requireRole(Role role) {
        Principal known = principal;
        if (known == null) {
            throw AccessDenied.unknown(role);
        }
        if (!known.has(role)) {
            throw AccessDenied.role(known, role);
        }
    }
}
