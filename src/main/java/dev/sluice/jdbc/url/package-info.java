/**
 * Where a request may send a pool: the JDBC URLs that it may bring, and the hosts that stored credentials may go to.
 * URLs are compared as they are written; nothing is resolved, and no driver is asked.
 */
@NullMarked
package dev.sluice.jdbc.url;

import org.jspecify.annotations.NullMarked;
