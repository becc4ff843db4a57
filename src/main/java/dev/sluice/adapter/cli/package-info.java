/**
 * Commands for people and scripts that look at a running service and operate it: plain HTTP clients of its REST
 * interface, which start nothing of it. Whatever a service says, a command ends with a stated exit code and a line
 * that a person can read.
 */
@NullMarked
package dev.sluice.adapter.cli;

import org.jspecify.annotations.NullMarked;
