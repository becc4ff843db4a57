/**
 * The rules of a gate as text: in a configuration, in JSON, and in a field of a JMX console. This package defines their
 * names, values and refusals once, so that all surfaces agree.
 */
@NullMarked
package dev.sluice.control.policy;

import org.jspecify.annotations.NullMarked;
