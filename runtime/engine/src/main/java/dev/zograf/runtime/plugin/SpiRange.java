package dev.zograf.runtime.plugin;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;
import org.semver4j.range.Range;
import org.semver4j.range.RangeList;
import org.semver4j.range.RangeListFactory;

/**
 * A range of versions as npm writes it: {@code >=0.1 <0.2}, {@code ^1.2}, {@code 1.x || 2.x}. Stricter than npm: what is no
 * comparator, and what no version at all can satisfy, is a mistake.
 */
final class SpiRange {

    private static final String VERSION =
            "v?(\\d{1,9}|[xX*])(\\.(\\d{1,9}|[xX*])){0,2}(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?";
    private static final String COMPARATOR = "(>=|<=|>|<|=|\\^|~)?\\s*" + VERSION;
    private static final String CLAUSE =
            "\\s*(" + COMPARATOR + "(\\s+" + COMPARATOR + ")*|" + VERSION + "\\s+-\\s+" + VERSION + ")\\s*";
    private static final Pattern SYNTAX = Pattern.compile(CLAUSE + "(\\|\\|" + CLAUSE + ")*");
    private static final int LONGEST = 200;

    private final RangeList range;

    private SpiRange(RangeList range) {
        this.range = range;
    }

    /** The range, or empty if the text is none. */
    static Optional<SpiRange> parse(String text) {
        if (text.length() > LONGEST || !SYNTAX.matcher(text).matches()) {
            return Optional.empty();
        }
        RangeList list = RangeListFactory.create(text);
        return list.get().isEmpty() ? Optional.empty() : Optional.of(new SpiRange(list));
    }

    /** Whether the text is a semantic version. */
    static boolean isVersion(String text) {
        return text.length() <= LONGEST && Semver.isValid(text) && Semver.parse(text) != null;
    }

    boolean contains(String version) {
        @Nullable Semver parsed = Semver.parse(version);
        return parsed != null && range.isSatisfiedBy(parsed);
    }

    /** Whether some version satisfies it: if any does, then a bound, the version after one, or the very first. */
    boolean possible() {
        for (List<Range> clause : range.get()) {
            for (Range bound : clause) {
                Semver at = bound.getRangeVersion();
                if (range.isSatisfiedBy(at) || range.isSatisfiedBy(at.nextPatch())) {
                    return true;
                }
            }
        }
        return range.isSatisfiedBy(Semver.ZERO);
    }
}
