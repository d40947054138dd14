package dev.zograf.contrib.prompts;

import dev.zograf.api.BadFileException;
import dev.zograf.api.RunFiles;
import dev.zograf.contrib.prompts.Template.Choice;
import dev.zograf.contrib.prompts.Template.Option;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The list files of a prompt: {@code __animals/cats__} is {@code animals/cats.txt} in the folder of lists. A line is an option and may
 * hold wildcards of its own; empty lines and those that begin with # are left out. Each file is read once.
 */
final class WildcardFiles implements WildcardParser.Lists {

    /** As many lines as all lists of a prompt may have together. */
    static final int MAX_LINES = 200_000;

    /** As deep as lists may name lists. */
    static final int MAX_DEPTH = 16;

    private final RunFiles files;
    private final String folder;
    private final Map<String, Choice> read = new LinkedHashMap<>();
    private final Deque<String> reading = new ArrayDeque<>();
    private int lines;

    /**
     * The lists of a folder.
     *
     * @param folder below the input root; empty for the root itself
     */
    WildcardFiles(RunFiles files, String folder) {
        this.files = files;
        this.folder = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    }

    @Override
    public Choice lines(String name) {
        Choice known = read.get(name);
        if (known != null) {
            return known;
        }
        String file = file(name);
        if (reading.contains(name)) {
            throw new BadFileException(
                    file, "the list names itself, by way of " + String.join(", ", reading) + "; take that line out.");
        }
        if (reading.size() >= MAX_DEPTH) {
            throw new BadFileException(file, "lists name lists more than " + MAX_DEPTH + " deep; make them flatter.");
        }
        reading.push(name);
        Choice choice = Choice.of(1, 1, "", options(file));
        reading.pop();
        read.put(name, choice);
        return choice;
    }

    private List<Option> options(String file) {
        List<Option> options = new ArrayList<>();
        int number = 0;
        for (String line : TextFile.lines(files, file)) {
            number++;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            if (++lines > MAX_LINES) {
                throw new BadFileException(
                        file,
                        "the lists of this prompt have more than " + MAX_LINES + " lines together; shorten them.");
            }
            try {
                Option option = WildcardParser.parseLine(line.strip(), this);
                if (option.weight() > 0) {
                    options.add(option);
                }
            } catch (WildcardParser.SyntaxException e) {
                throw new BadFileException(file, "line " + number + ": " + e.getMessage(), e);
            }
        }
        if (options.isEmpty()) {
            throw new BadFileException(file, "the list is empty; write one option a line.");
        }
        return options;
    }

    private String file(String name) {
        return folder + name + ".txt";
    }

    /** Changes when one of the files that were read is written again. */
    String fingerprint() throws IOException {
        StringBuilder out = new StringBuilder();
        for (String name : read.keySet()) {
            out.append(TextFile.fingerprint(files, file(name))).append('\n');
        }
        return out.toString();
    }
}
