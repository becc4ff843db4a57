/**
 * Permissions: roles, principals and their pools, and the events of the audit log. Plain Java, without any transport:
 * REST and JMX name the requester, and the control port decides.
 */
@NullMarked
package dev.sluice.access;

import org.jspecify.annotations.NullMarked;
