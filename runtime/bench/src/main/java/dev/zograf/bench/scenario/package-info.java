/** What is measured: a class for each scenario, and the programs that some of them start in a JVM of its own. */
@NullMarked
package dev.zograf.bench.scenario;

import org.jspecify.annotations.NullMarked;
