package dev.zograf.contrib.chat.imagine;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Reads what follows {@code /imagine}: a prompt with {@code --seed N}, {@code --size WxH}, {@code --steps N}, {@code --cfg X},
 * {@code --model NAME} and {@code --no WORDS} anywhere in it. Words of {@code --no} go on to the next option. An em dash counts as two hyphens,
 * because telephones make one of them.
 */
final class OrderReader {

    /** The longest prompt, options included, in UTF-16 units. */
    static final int LONGEST = 2000;

    private static final Set<String> OPTIONS = Set.of("seed", "size", "steps", "cfg", "model", "no");

    /** What is wrong with a command, for who wrote it. */
    static final class Mistake extends RuntimeException {

        private static final long serialVersionUID = 1;

        Mistake(String message) {
            super(message);
        }
    }

    private final Rules rules;
    private final LongSupplier seeds;

    /**
     * A reader.
     *
     * @param seeds what is drawn from where nobody names a seed
     */
    OrderReader(Rules rules, LongSupplier seeds) {
        this.rules = rules;
        this.seeds = seeds;
    }

    /**
     * The recipe of a command.
     *
     * @throws Mistake with what is wrong with it
     */
    Recipe read(String text) {
        if (text.length() > LONGEST) {
            throw new Mistake("A prompt has at most " + LONGEST + " letters; this one has " + text.length() + ".");
        }
        List<String> prompt = new ArrayList<>();
        List<String> negative = new ArrayList<>();
        Optional<Long> seed = Optional.empty();
        Optional<Long> steps = Optional.empty();
        Optional<BigDecimal> cfg = Optional.empty();
        Optional<int[]> size = Optional.empty();
        Style style = rules.styles().get(0);

        Iterator<String> words = words(text).iterator();
        List<String> into = prompt;
        while (words.hasNext()) {
            String word = words.next();
            Optional<String> option = option(word);
            if (option.isEmpty()) {
                into.add(word);
                continue;
            }
            String name = option.get();
            into = name.equals("no") ? negative : prompt;
            if (name.equals("no")) {
                continue;
            }
            if (!words.hasNext()) {
                throw new Mistake("--" + name + " needs a value behind it.");
            }
            String value = words.next();
            switch (name) {
                case "seed" -> seed = Optional.of(whole(name, value, 0, (1L << 32) - 1));
                case "steps" -> steps = Optional.of(whole(name, value, 1, rules.maxSteps()));
                case "cfg" -> cfg = Optional.of(number(name, value, 0, 100));
                case "size" -> size = Optional.of(size(value));
                default -> style = style(value);
            }
        }
        if (prompt.isEmpty()) {
            throw new Mistake("Say what to paint: /imagine a red apple");
        }
        return new Recipe(
                style.name(),
                String.join(" ", prompt),
                String.join(" ", negative),
                size.map(wide -> wide[0]).orElse(style.width()),
                size.map(wide -> wide[1]).orElse(style.height()),
                steps.map(Long::intValue).orElse(style.steps()),
                cfg.map(BigDecimal::doubleValue).orElse(style.cfg()),
                rules.variation(),
                Recipe.from(seed.orElseGet(seeds::getAsLong)),
                false);
    }

    /** Words without signs that steer: other control characters, and formats such as a turned direction of writing. */
    private static List<String> words(String text) {
        String clean = text.replaceAll("[\\p{Cc}\\p{Z}]+", " ").replaceAll("[\\p{Cf}\\p{Co}\\p{Cs}&&[^\\u200d]]", "");
        return clean.isBlank() ? List.of() : List.of(clean.strip().split(" "));
    }

    private static Optional<String> option(String word) {
        String plain = word.startsWith("\u2014") ? "--" + word.substring(1) : word;
        if (!plain.startsWith("--") || plain.length() == 2) {
            return Optional.empty();
        }
        String name = plain.substring(2).toLowerCase(Locale.ROOT);
        if (!OPTIONS.contains(name)) {
            throw new Mistake("There is no option --" + name + "; there are "
                    + OPTIONS.stream().sorted().map(known -> "--" + known).collect(Collectors.joining(", ")) + ".");
        }
        return Optional.of(name);
    }

    private Style style(String name) {
        return rules.style(name)
                .orElseThrow(() -> new Mistake("There is no model " + name + " here; there are "
                        + rules.styles().stream().map(Style::name).collect(Collectors.joining(", ")) + "."));
    }

    private int[] size(String text) {
        String[] sides = text.toLowerCase(Locale.ROOT).split("[x\u00d7]", -1);
        if (sides.length != 2) {
            throw new Mistake("--size is WIDTHxHEIGHT, such as --size 512x768.");
        }
        int[] size = new int[2];
        for (int i = 0; i < 2; i++) {
            size[i] = (int) whole("size", sides[i], 32, rules.maxSide());
            if (size[i] % 8 != 0) {
                throw new Mistake(
                        "Width and height of --size are multiples of 8, such as " + (size[i] - size[i] % 8) + ".");
            }
        }
        return size;
    }

    private static long whole(String name, String text, long min, long max) {
        BigDecimal number = number(name, text, min, max);
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new Mistake("--" + name + " is a whole number.");
        }
    }

    private static BigDecimal number(String name, String text, long min, long max) {
        if (text.length() > 20 || !text.matches("[0-9]+([.][0-9]+)?")) {
            throw new Mistake("--" + name + " is a number from " + min + " to " + max + ".");
        }
        BigDecimal number = new BigDecimal(text);
        if (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw new Mistake("--" + name + " is from " + min + " to " + max + ", not " + text + ".");
        }
        return number;
    }
}
