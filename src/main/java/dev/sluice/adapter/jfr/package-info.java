/**
 * Events of pools for the JDK Flight Recorder, of the category Sluice. Without a recording, and in a runtime without the
 * module {@code jdk.jfr}, nothing is added to the cost of a lease.
 */
@NullMarked
package dev.sluice.adapter.jfr;

import org.jspecify.annotations.NullMarked;
