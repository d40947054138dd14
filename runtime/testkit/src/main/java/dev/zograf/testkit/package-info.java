/**
 * For the tests of nodes and plugins, the project's own and yours: run one node without an engine or a few in one, hold node classes and
 * plugins to the contract, compare pictures with golden ones, look for leaks, build jars of plugins. In come node classes and values,
 * out go results and errors that name the remedy.
 */
@NullMarked
package dev.zograf.testkit;

import org.jspecify.annotations.NullMarked;
