package dev.zograf.server.http;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A part of a form.
 *
 * @param name the field's
 * @param fileName as the client says, unchecked
 * @param text the content of a field that is no file; empty text for a file
 * @param file where the content of a file lies until the request is answered
 */
public record Part(String name, Optional<String> fileName, String text, Optional<Path> file) {}
