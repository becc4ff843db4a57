/**
 * Databases that a request may name: the JDBC URLs that it may contain, the targets that the policy permits, and the
 * hosts for stored credentials. URLs are parsed here, and compared part by part; no driver is asked.
 */
@NullMarked
package dev.sluice.jdbc.url;

import org.jspecify.annotations.NullMarked;
