/**
 * Networks, one to a file, each written once in the names of its published weights. In come a configuration and a scope of
 * weights, out comes a tensor graph; nothing here computes or reads files.
 */
@NullMarked
package dev.zograf.models;

import org.jspecify.annotations.NullMarked;
