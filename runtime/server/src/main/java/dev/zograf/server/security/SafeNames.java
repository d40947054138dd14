package dev.zograf.server.security;

import dev.zograf.server.http.HttpFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Names of files as strangers may say them. A name that some system reads as more than a name is refused on every system, so that what is
 * stored on one can be moved to another.
 */
public final class SafeNames {

    private static final int LONGEST = 200;
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
            "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "conin$", "conout$");

    private SafeNames() {}

    /**
     * A name of one file or folder.
     *
     * @throws HttpFailure 400 if it is none
     */
    public static String single(String name) {
        String stem = name.split("\\.", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean plain = !name.isBlank()
                && name.length() <= LONGEST
                && name.chars().noneMatch(c -> c < ' ' || c == 0x7f || "/\\:*?\"<>|".indexOf(c) >= 0)
                && !name.startsWith(" ")
                && !name.endsWith(" ")
                && !name.endsWith(".")
                && !DEVICES.contains(stem);
        if (!plain) {
            throw HttpFailure.of(
                    400,
                    "bad-name",
                    "This is no name of a file: use letters, digits, spaces and . - _ ( ), at most " + LONGEST
                            + " of them, no slash, no dot or space at the end, and no name of a device.");
        }
        return name;
    }

    /**
     * The path of a file below a root, whose folders are separated by slashes. What is there already must not lead out by a symbolic
     * link.
     *
     * @throws HttpFailure 400 if a part is no name, 403 if a link leads out
     */
    public static Path below(Path root, String name) {
        Path path = root;
        for (String part : name.split("/", -1)) {
            path = path.resolve(single(part));
        }
        Path there = path;
        while (!there.equals(root) && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            Path up = there.getParent();
            if (up == null) {
                break;
            }
            there = up;
        }
        try {
            if (!there.equals(root) && !there.toRealPath().startsWith(root.toRealPath())) {
                throw HttpFailure.of(403, "outside", "A symbolic link leads out of the folder.");
            }
        } catch (IOException e) {
            throw HttpFailure.of(403, "outside", "A symbolic link leads nowhere.");
        }
        return path;
    }

    /** As {@link #below(Path, String)}, in a folder that may be empty text for the root itself. */
    public static Path below(Path root, String folder, String name) {
        return below(root, folder.isEmpty() ? name : folder + "/" + name);
    }
}
