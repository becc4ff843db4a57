/**
 * The types of values that people write as text: flags, numbers, durations, choices, tags, names, sizes. REST, JMX, the
 * command line, batch settings, policies, annotations and the configuration all read values here, so each text means
 * the same everywhere, and a refusal states the same rule everywhere. Depends on {@code time} only.
 */
@NullMarked
package dev.sluice.value;

import org.jspecify.annotations.NullMarked;
