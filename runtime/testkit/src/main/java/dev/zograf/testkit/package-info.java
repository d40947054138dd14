/**
 * For the tests of nodes and plugins, the project's own and yours: run one node without an engine, check that a node class keeps
 * the rules, make pictures and seeds.
 */
@NullMarked
package dev.zograf.testkit;

import org.jspecify.annotations.NullMarked;
