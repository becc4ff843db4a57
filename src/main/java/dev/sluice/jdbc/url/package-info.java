/**
 * Destinations to which a request may move a pool: the JDBC URLs that it may contain, and the hosts for stored
 * credentials. URLs are compared as written: no name is resolved, and no driver is asked.
 */
@NullMarked
package dev.sluice.jdbc.url;

import org.jspecify.annotations.NullMarked;
