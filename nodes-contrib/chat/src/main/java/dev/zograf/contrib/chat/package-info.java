/**
 * The port between chat services and what paints for them: commands and buttons come in, texts, pictures and buttons go out. Adapters
 * ({@code discord}, {@code telegram}) know the services, {@code imagine} knows how to paint; neither knows the other.
 */
@NullMarked
package dev.zograf.contrib.chat;

import org.jspecify.annotations.NullMarked;
