/**
 * What {@code /imagine} does, whatever the service: a command becomes a recipe, the recipe a place in the queue, its turn a workflow
 * that the engine runs, and its pictures an answer with buttons that find the recipe again. Comes in: the port's calls and an engine;
 * goes out: calls of the port's {@code Reply}.
 */
@NullMarked
package dev.zograf.contrib.chat.imagine;

import org.jspecify.annotations.NullMarked;
