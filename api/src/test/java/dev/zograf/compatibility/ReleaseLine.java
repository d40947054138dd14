package dev.zograf.compatibility;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version by semantic versioning, as far as it decides what may break. */
record ReleaseLine(int major, int minor, int patch) {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(-SNAPSHOT)?");

    static ReleaseLine of(String version) {
        Matcher match = VERSION.matcher(version);
        if (!match.matches()) {
            throw new IllegalArgumentException("\"" + version + "\" is no version such as 1.0.0.");
        }
        return new ReleaseLine(
                Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)), Integer.parseInt(match.group(3)));
    }

    /** Whether what was built against the other must run and compile with this: before 1.0.0 a minor version may break. */
    boolean promises(ReleaseLine other) {
        return major == other.major && (major > 0 || minor == other.minor);
    }

    /** Whether no release came before it. */
    boolean isFirst() {
        return major == 0 && minor == 1 && patch == 0;
    }
}
