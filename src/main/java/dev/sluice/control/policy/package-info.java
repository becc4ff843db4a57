/**
 * The rules of a gate as people write them: in a configuration, in JSON, in a field of a JMX console. Names, values
 * and refusals are made here, once, so that all surfaces agree.
 */
@NullMarked
package dev.sluice.control.policy;

import org.jspecify.annotations.NullMarked;
