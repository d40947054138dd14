package dev.zograf.server.security;

import dev.zograf.Policy;
import java.util.Optional;

/**
 * Somebody who may use the server.
 *
 * @param name letters, digits, {@code -} and {@code _}
 * @param sha256 the hash of the secret, which is not kept
 * @param admin whether it sees and moves the jobs of all
 * @param policy what its workflows may do; empty if anything
 * @param queued how many of its jobs may wait; 0 for as many as fit
 */
public record ApiKey(String name, String sha256, boolean admin, Optional<Policy> policy, int queued) {}
