package dev.zograf.testkit;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one thing, so that all of it is said at once. */
final class Complaints {

    private final String about;
    private final List<String> wrong = new ArrayList<>();

    /** Complaints about a thing of this name. */
    Complaints(String about) {
        this.about = about;
    }

    void add(String complaint) {
        String end = complaint.endsWith(".") || complaint.endsWith("!") || complaint.endsWith("?") ? "" : ".";
        String line = about + ": " + complaint + end;
        if (!wrong.contains(line)) {
            wrong.add(line);
        }
    }

    void unless(boolean holds, String complaint) {
        if (!holds) {
            add(complaint);
        }
    }

    void addAll(Complaints others) {
        others.wrong.stream().filter(line -> !wrong.contains(line)).forEach(wrong::add);
    }

    boolean isEmpty() {
        return wrong.isEmpty();
    }

    /** Does nothing if there are none. */
    void fail() {
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("\n", wrong));
        }
    }
}
