package dev.zograf;

import java.util.List;

/**
 * A workflow file whose nodes are all of the current versions.
 *
 * @param text of the file; what did not have to change is as it was, down to the last blank
 * @param changes one line for each node that was rewritten; empty if the file was current
 */
public record Migrated(String text, List<String> changes) {}
