package dev.zograf.runtime.network;

import dev.zograf.api.model.Precision;

/**
 * What computes a network.
 *
 * @param precision at which it is computed, which need not be the one that was wanted
 */
record ChosenBackend(NetworkBackend backend, Precision precision, PreparedNetwork prepared) {}
