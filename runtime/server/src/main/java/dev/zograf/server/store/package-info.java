/**
 * What outlives the process: jobs in a SQLite database, results as files named after their contents, and the folders in which they have
 * names that people read. The only package that knows SQL and Flyway.
 */
@NullMarked
package dev.zograf.server.store;

import org.jspecify.annotations.NullMarked;
