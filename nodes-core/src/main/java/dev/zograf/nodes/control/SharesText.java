package dev.zograf.nodes.control;

import dev.zograf.api.InvalidInputException;
import dev.zograf.models.BlockShares;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Shares of parts of a U-Net as a text: {@code up_blocks.0=0.5, mid_block=0}. */
final class SharesText {

    private static final String INPUT = "blocks";

    private SharesText() {}

    /**
     * Reads such a text; an empty one is 1 everywhere.
     *
     * @throws InvalidInputException if it is none
     */
    static BlockShares read(String text) {
        Map<String, Double> named = new TreeMap<>();
        for (String part : text.isBlank() ? new String[0] : text.strip().split("\\s*,\\s*", -1)) {
            int equals = part.indexOf('=');
            Optional<Double> share = equals < 1 ? Optional.empty() : number(part.substring(equals + 1));
            named.put(
                    part.substring(0, Math.max(0, equals)).strip(),
                    share.orElseThrow(() -> new InvalidInputException(
                            INPUT,
                            "\"" + part + "\" is no part of a network with a number, such as up_blocks.0=0.5 or"
                                    + " mid_block=0.")));
        }
        return new BlockShares(named);
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text.strip())).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
