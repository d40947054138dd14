/** The port for Discord, by JDA: slash command and buttons come over the gateway, answers go by its REST API. */
@NullMarked
package dev.zograf.contrib.chat.discord;

import org.jspecify.annotations.NullMarked;
