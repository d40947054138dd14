package dev.zograf.contrib.chat.app;

import dev.zograf.contrib.chat.ChatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where tokens come from: a file, or else the environment. They are neither arguments, which all users of a machine see, nor settings. */
final class Token {

    private Token() {}

    /**
     * The token of a service.
     *
     * @throws ChatException if there is none
     */
    static String of(BotSettings.Service service, Map<String, String> environment) {
        if (service.tokenFile().isPresent()) {
            Path file = service.tokenFile().get();
            try {
                return checked(Files.readString(file), file.toString());
            } catch (IOException e) {
                throw new ChatException("The token file " + file + " cannot be read.", e);
            }
        }
        String variable = service.variable();
        String token = Optional.ofNullable(environment.get(variable))
                .orElseThrow(() -> new ChatException(service.name() + " needs a token: put it into the variable "
                        + variable + " of the environment, or into a file that \"tokenFile\" names."));
        return checked(token, variable);
    }

    private static String checked(String text, String place) {
        String token = text.strip();
        if (!token.matches("[A-Za-z0-9._:-]{10,200}")) {
            throw new ChatException("What " + place + " has is no token: one is a line of letters, digits and . _ : -");
        }
        return token;
    }
}
