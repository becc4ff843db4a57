/**
 * A connector for JMX clients on other machines, off by default. Every client logs in; a principal sees the pools of its
 * scope, and the numbers of the JVM. Nothing that a client sends can load a class, register an MBean or run an operation
 * of another MBean than those of Sluice.
 */
@NullMarked
package dev.sluice.adapter.jmx.remote;

import org.jspecify.annotations.NullMarked;
