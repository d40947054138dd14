package dev.zograf.nodes.lora;

import dev.zograf.api.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A LoRA as prompts name it: {@code name:0.8}, {@code name:0.8:0.5} (text encoder, then denoiser), {@code name:unet=0.5:te=0.3}, each with
 * {@code lbw=1,0,…} for blocks. What is not said is 1; one number alone is for both.
 */
record LoraTag(String name, double model, double text, BlockWeights blocks) {

    private static final Pattern TAG = Pattern.compile("<(?:lora|lyco):([^<>]+)>");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    /** A prompt without its tags, and the tags. */
    record Prompt(String text, List<LoraTag> tags) {}

    /** Takes the tags {@code <lora:…>} out of a prompt; what is in other angle brackets stays. */
    static Prompt take(String prompt, String input) {
        List<LoraTag> tags = new ArrayList<>();
        Matcher matcher = TAG.matcher(prompt);
        StringBuilder rest = new StringBuilder();
        while (matcher.find()) {
            tags.add(of(matcher.group(1), input));
            matcher.appendReplacement(rest, "");
        }
        matcher.appendTail(rest);
        return new Prompt(rest.toString(), List.copyOf(tags));
    }

    /**
     * Reads what is between the brackets.
     *
     * @param input in which it stands, for messages
     * @throws InvalidInputException if something in it is not understood
     */
    static LoraTag of(String tag, String input) {
        List<String> parts = new ArrayList<>(List.of(tag.split(":", -1)));
        // A path may have a drive's colon: only what looks like a setting is one.
        int first = parts.size();
        while (first > 1 && isSetting(parts.get(first - 1))) {
            first--;
        }
        String name = String.join(":", parts.subList(0, first)).strip();
        if (name.isEmpty()) {
            throw new InvalidInputException(input, "\"" + tag + "\" names no LoRA: write it as name:0.8.");
        }
        Optional<Double> text = Optional.empty();
        Optional<Double> model = Optional.empty();
        BlockWeights blocks = BlockWeights.ALL;
        int place = 0;
        for (String part : parts.subList(first, parts.size())) {
            String setting = part.strip();
            int equals = setting.indexOf('=');
            String key = equals < 0 ? "" : setting.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            String value = setting.substring(equals + 1).strip();
            if (key.equals("lbw")) {
                blocks = BlockWeights.of(value);
            } else if (key.equals("unet") || (key.isEmpty() && place == 1)) {
                model = Optional.of(number(value, tag, input));
            } else if (key.equals("te") || (key.isEmpty() && place == 0)) {
                text = Optional.of(number(value, tag, input));
            } else if (!setting.isEmpty()) {
                throw new InvalidInputException(
                        input,
                        "\"" + setting + "\" in \"" + tag
                                + "\" is not understood: a LoRA has the settings te, unet and lbw.");
            }
            place += key.isEmpty() ? 1 : 0;
        }
        double both = text.orElse(1.0);
        boolean named = tag.toLowerCase(Locale.ROOT).contains("te=");
        return new LoraTag(name, model.orElse(named ? 1.0 : both), both, blocks);
    }

    private static boolean isSetting(String part) {
        String stripped = part.strip();
        return stripped.indexOf('=') > 0 || NUMBER.matcher(stripped).matches();
    }

    private static double number(String value, String tag, String input) {
        if (!NUMBER.matcher(value).matches()) {
            throw new InvalidInputException(input, "\"" + value + "\" in \"" + tag + "\" is no number.");
        }
        return Double.parseDouble(value);
    }
}
