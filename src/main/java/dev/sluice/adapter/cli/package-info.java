/**
 * Commands for people and scripts that read and operate a running service. They are plain HTTP clients of its REST
 * interface, and start no part of it. For each answer of the service, a command ends with a stated exit code and a
 * readable line.
 */
@NullMarked
package dev.sluice.adapter.cli;

import org.jspecify.annotations.NullMarked;
