/**
 * The types of values that users write as text: flags, numbers, durations, choices, tags, names, sizes. REST, JMX, the
 * command line, batch settings, policies, annotations and the configuration read values here. So each text has the same
 * meaning everywhere, and each refusal has the same rule. Depends on {@code time} only.
 */
@NullMarked
package dev.sluice.value;

import org.jspecify.annotations.NullMarked;
