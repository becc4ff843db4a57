/**
 * Identities of requests: credentials of the service (tokens, users, JWT, client certificates), and the identities of
 * an application that embeds the pools. The control port decides about their permissions.
 */
@NullMarked
package dev.sluice.adapter.identity;

import org.jspecify.annotations.NullMarked;
