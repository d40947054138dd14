/** The program: reads the settings, opens the engine, signs in, and waits until it is stopped. Sees all other packages. */
@NullMarked
package dev.zograf.contrib.chat.app;

import org.jspecify.annotations.NullMarked;
