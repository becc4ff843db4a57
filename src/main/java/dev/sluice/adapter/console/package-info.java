/**
 * The web console: static files from the class path, with headers of their own. The files contain no data and no
 * secret; the page reads all data from the REST interface, which requires a role for each request.
 */
@NullMarked
package dev.sluice.adapter.console;

import org.jspecify.annotations.NullMarked;
