package dev.zograf.runtime.comfy;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the editor writes for {@code %KSampler.seed%} and {@code %date:yyyy-MM-dd%} in the names of files before it queues a workflow. What
 * it does not know it leaves for the server, which knows {@code %width%}, {@code %year%} and the like.
 */
final class TextReplacement {

    /** The input that begins the name of what a node saves. */
    static final String PREFIX = "filename_prefix";

    /** The classes whose prefix the editor looks at. Those of extensions are queued as they are. */
    private static final Set<String> SAVING = Set.of(
            "SaveImage",
            "SaveImageAdvanced",
            "SaveAnimatedWEBP",
            "SaveAnimatedPNG",
            "SaveLatent",
            "CLIPSave",
            "VAESave",
            "ModelSave",
            "LoraSave");

    private static final Pattern PLACE = Pattern.compile("%([^%]+)%");
    private static final Pattern DATE_PART = Pattern.compile("dd?|MM?|hh?|mm?|ss?|yyy?y?");
    private static final String DATE = "date:";

    /** What files cannot be called. */
    private static final Pattern UNFIT = Pattern.compile("[/?<>\\\\:*|\"\\x00-\\x1F\\x7F]");

    private final List<Named> nodes;
    private final LocalDateTime now;

    /**
     * A node of the editor.
     *
     * @param name by which it is looked for first; empty if it has none
     * @param title by which it is looked for else
     * @param values of its widgets by name
     */
    record Named(String name, String title, Map<String, Object> values) {}

    TextReplacement(List<Named> nodes, LocalDateTime now) {
        this.nodes = nodes;
        this.now = now;
    }

    static boolean concerns(String classType) {
        return SAVING.contains(classType);
    }

    /**
     * The text with each place filled that can be.
     *
     * @param unknown told of each that names a value which there is not
     */
    String apply(String text, Consumer<String> unknown) {
        Matcher places = PLACE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (places.find()) {
            places.appendReplacement(out, Matcher.quoteReplacement(filled(places, unknown)));
        }
        return places.appendTail(out).toString();
    }

    private String filled(Matcher place, Consumer<String> unknown) {
        String[] parts = place.group(1).split("\\.", -1);
        if (parts.length != 2) {
            return parts[0].startsWith(DATE) ? date(parts[0].substring(DATE.length())) : place.group();
        }
        Optional<Named> node = nodes.stream()
                .filter(each -> each.name().equals(parts[0]))
                .findFirst()
                .or(() -> nodes.stream()
                        .filter(each -> each.title().equals(parts[0]))
                        .findFirst());
        Optional<Object> value = node.map(each -> each.values().get(parts[1]));
        if (value.isEmpty()) {
            unknown.accept(place.group());
            return place.group();
        }
        return UNFIT.matcher(written(value.get())).replaceAll("_");
    }

    /** A number as JavaScript writes it: without a fraction where it has none. */
    private static String written(Object value) {
        if (value instanceof Double number && Double.isFinite(number)) {
            return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
        }
        return String.valueOf(value);
    }

    /** Letters of a date's form, one or two of a kind; all others stand for themselves. */
    private String date(String form) {
        return DATE_PART.matcher(form).replaceAll(part -> {
            String letters = part.group();
            return switch (letters.charAt(0)) {
                case 'd' -> padded(now.getDayOfMonth(), letters);
                case 'M' -> padded(now.getMonthValue(), letters);
                case 'h' -> padded(now.getHour(), letters);
                case 'm' -> padded(now.getMinute(), letters);
                case 's' -> padded(now.getSecond(), letters);
                default -> year(letters);
            };
        });
    }

    private String year(String letters) {
        String year = String.valueOf(now.getYear());
        return switch (letters) {
            case "yy" -> year.substring(2);
            case "yyyy" -> year;
            default -> letters;
        };
    }

    private static String padded(int number, String letters) {
        return String.format(Locale.ROOT, "%0" + letters.length() + "d", number);
    }
}
