package dev.zograf.cli;

import dev.zograf.runtime.json.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The mistakes of a workflow file as text, in the form that editors jump to, and as JSON. */
final class Problems {

    private Problems() {}

    /** {@code FILE:LINE:COLUMN: POINTER: message remedy}, a line for each. */
    static String text(Path file, List<Problem> problems) {
        return problems.stream().map(problem -> line(file, problem)).collect(Collectors.joining("\n"));
    }

    private static String line(Path file, Problem problem) {
        StringBuilder line = new StringBuilder().append(file);
        if (problem.line() > 0) {
            line.append(':').append(problem.line()).append(':').append(problem.column());
        }
        if (!problem.pointer().isEmpty()) {
            line.append(": ").append(problem.pointer());
        }
        return line.append(": ")
                .append(problem.message())
                .append(' ')
                .append(problem.remedy())
                .toString()
                .strip();
    }

    static List<Map<String, Object>> json(List<Problem> problems) {
        return problems.stream().map(Problems::json).toList();
    }

    private static Map<String, Object> json(Problem problem) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("pointer", problem.pointer());
        out.put("line", problem.line());
        out.put("column", problem.column());
        out.put("message", problem.message());
        out.put("remedy", problem.remedy());
        return out;
    }
}
