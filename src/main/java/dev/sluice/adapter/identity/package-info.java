/**
 * Who asks: credentials of the service (tokens, users, JWT, client certificates), and the identities of an application
 * that embeds the pools. The control port decides what they may do.
 */
@NullMarked
package dev.sluice.adapter.identity;

import org.jspecify.annotations.NullMarked;
