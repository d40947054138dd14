/**
 * Our own API under {@code /v1}: workflows, jobs, events, results, described by {@code openapi.json}. In come requests, out go calls to
 * the job desk.
 */
@NullMarked
package dev.zograf.server.v1;

import org.jspecify.annotations.NullMarked;
