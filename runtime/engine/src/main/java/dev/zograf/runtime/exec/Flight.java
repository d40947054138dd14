package dev.zograf.runtime.exec;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A result in the making, for others who need the same.
 *
 * @param owner who makes it
 * @param run in which it is made
 * @param result ends with the result, or empty if it came to nothing
 */
record Flight(Frame owner, RunScope run, CompletableFuture<Optional<List<Object>>> result) {}
