/** The page of our own at {@code /}: fixed files of the class path, under a policy that lets nothing but them run. */
@NullMarked
package dev.zograf.server.page;

import org.jspecify.annotations.NullMarked;
