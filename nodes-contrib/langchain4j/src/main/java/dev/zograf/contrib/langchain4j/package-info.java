/**
 * Zograf for programs that speak LangChain4j: prompts come in, pictures go out as PNG in Base64. The only package that knows
 * LangChain4j.
 */
@NullMarked
package dev.zograf.contrib.langchain4j;

import org.jspecify.annotations.NullMarked;
