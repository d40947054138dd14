/** The port for Telegram, by java-telegram-bot-api: commands and buttons come by long polling, answers go by the Bot API. */
@NullMarked
package dev.zograf.contrib.chat.telegram;

import org.jspecify.annotations.NullMarked;
