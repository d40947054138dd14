/**
 * Zograf for programs that speak Spring AI: image prompts with options come in, pictures go out as PNG in Base64. The only package
 * that knows Spring AI.
 */
@NullMarked
package dev.zograf.contrib.springai;

import org.jspecify.annotations.NullMarked;
