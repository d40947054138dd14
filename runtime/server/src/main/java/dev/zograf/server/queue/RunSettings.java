package dev.zograf.server.queue;

import dev.zograf.Policy;
import dev.zograf.server.security.Pictures;
import java.util.function.Function;

/**
 * How jobs are run.
 *
 * @param workers how many at once
 * @param policies what the workflows of an owner may do, by its name
 * @param pictures that jobs are given
 */
public record RunSettings(int workers, Function<String, Policy> policies, Pictures pictures) {}
