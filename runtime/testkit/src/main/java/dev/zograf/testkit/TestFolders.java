package dev.zograf.testkit;

import java.nio.file.Path;

/**
 * The folders of a test, empty at its start and gone after it.
 *
 * @param input below which runs may read
 * @param output below which runs may write
 * @param models in which models are looked up
 */
public record TestFolders(Path input, Path output, Path models) {}
