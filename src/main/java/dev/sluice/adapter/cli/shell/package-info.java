/**
 * The files that make the commands at home in a shell: completion, and manual pages. They are generated from the
 * declarations of the commands, so that they cannot differ from them.
 */
@NullMarked
package dev.sluice.adapter.cli.shell;

import org.jspecify.annotations.NullMarked;
