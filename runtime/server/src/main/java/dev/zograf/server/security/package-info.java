/**
 * Who may do what: keys and their policies, which hosts and origins may speak to the server, which names of files are names, how large a
 * picture may be. Knows nothing of jobs.
 */
@NullMarked
package dev.zograf.server.security;

import org.jspecify.annotations.NullMarked;
