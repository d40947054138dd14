/**
 * Zograf in Spring Boot: in come the properties {@code zograf.*} and beans of the application (plugins, listeners, a registry of
 * meters), out comes one {@link dev.zograf.Zograf} that is closed with the context, and its health.
 */
@NullMarked
package dev.zograf.spring;

import org.jspecify.annotations.NullMarked;
