/**
 * Stand-ins for everything that nodes are given: models, networks and the parts of a sampling loop. Each is deterministic, small and
 * computes in plain Java; numbers, files and weights come in from the test.
 */
@NullMarked
package dev.zograf.testkit.fake;

import org.jspecify.annotations.NullMarked;
