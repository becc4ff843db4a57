/**
 * Who may do what: roles, principals, and the events of the audit log. Plain Java, without any transport: REST, JMX and
 * the command line say who asks, and the control port decides.
 */
@NullMarked
package dev.sluice.access;

import org.jspecify.annotations.NullMarked;
