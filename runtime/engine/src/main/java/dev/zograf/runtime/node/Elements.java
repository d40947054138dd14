package dev.zograf.runtime.node;

import dev.zograf.api.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes apart what flows into a node that runs once for each entry of a list. */
public final class Elements {

    private Elements() {}

    /**
     * What flows into each of the runs, in order. Several lists are taken in step.
     *
     * @param each the inputs that are given lists; the others are the same for every run
     * @throws InvalidInputException if the lists are not of one length, or if something is no list
     * @throws Exception if a value cannot be had
     */
    public static List<Map<String, Feed>> split(Map<String, Feed> feeds, List<String> each) throws Exception {
        Map<String, List<Feed.Source>> columns = new LinkedHashMap<>();
        for (String name : each) {
            columns.put(name, sources(name, feeds.get(name)));
        }
        String first = each.get(0);
        int count = columns.getOrDefault(first, List.of()).size();
        for (Map.Entry<String, List<Feed.Source>> column : columns.entrySet()) {
            if (column.getValue().size() != count) {
                throw new InvalidInputException(
                        column.getKey(),
                        unequal(first, count, column.getKey(), column.getValue().size()));
            }
        }
        List<Map<String, Feed>> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Feed> run = new LinkedHashMap<>(feeds);
            for (Map.Entry<String, List<Feed.Source>> column : columns.entrySet()) {
                run.put(column.getKey(), new Feed.One(column.getValue().get(i)));
            }
            runs.add(run);
        }
        return runs;
    }

    /** What is said of lists that are not of one length. */
    public static String unequal(String first, int count, String other, int otherCount) {
        return "\"each\" takes its lists in step, and \"" + first + "\" has " + count + " entries, \"" + other + "\" "
                + otherCount + ". Give them the same number.";
    }

    private static List<Feed.Source> sources(String name, @Nullable Feed feed) throws Exception {
        if (feed instanceof Feed.Many many) {
            return many.sources();
        }
        if (feed instanceof Feed.One one && one.source().get() instanceof List<?> list) {
            return list.stream().map(entry -> (Feed.Source) () -> entry).toList();
        }
        throw new InvalidInputException(name, "\"each\" names \"" + name + "\", which is no list.");
    }
}
