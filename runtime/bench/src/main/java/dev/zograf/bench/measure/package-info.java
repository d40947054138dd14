/**
 * How things are measured: processes of their own that work when they are asked, in turns; samples of wall and CPU seconds and peaks of
 * memory; the rows and notes that a scenario reports; the machine.
 */
@NullMarked
package dev.zograf.bench.measure;

import org.jspecify.annotations.NullMarked;
