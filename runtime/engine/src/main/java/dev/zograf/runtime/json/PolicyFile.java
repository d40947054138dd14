package dev.zograf.runtime.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A policy as its file has it. Strict as workflows are: a misspelt rule must not be a rule that does not hold.
 *
 * @param inputs folders to read from, relative to the file
 * @param output the folder to write to, relative to the file
 * @param allowedNodes patterns; empty if all
 */
public record PolicyFile(
        Optional<List<String>> inputs,
        Optional<String> output,
        boolean network,
        Optional<List<String>> allowedNodes,
        List<String> deniedNodes,
        Optional<Double> seconds,
        Optional<Long> executions,
        Optional<Long> steps,
        Optional<Long> pixels,
        Optional<Long> memory,
        Optional<Long> written,
        Optional<Long> files) {

    private static final int FORMAT = 1;

    /**
     * What reading gave.
     *
     * @param file not to be used if there are problems
     */
    public record Reading(PolicyFile file, List<Problem> problems) {}

    /** Reads a policy. Never throws: what is wrong is in the problems. */
    public static Reading read(String text) {
        List<Problem> problems = new ArrayList<>();
        Optional<JsonTree.Obj> root = JsonTreeReader.read(text, problems).flatMap(tree -> {
            if (tree instanceof JsonTree.Obj object) {
                return Optional.of(object);
            }
            problems.add(Problem.at(tree.at(), "A policy is a JSON object, and this is " + tree.what() + ".", ""));
            return Optional.empty();
        });
        return new Reading(
                root.map(object -> new Rules(object, problems).policy())
                        .orElseGet(() -> new Rules(new JsonTree.Obj(Map.of(), Place.NONE), new ArrayList<>()).policy()),
                List.copyOf(problems));
    }

    private record Rules(Fields fields, JsonTree.Obj root, List<Problem> problems) {

        Rules(JsonTree.Obj root, List<Problem> problems) {
            this(new Fields(root, problems), root, problems);
        }

        PolicyFile policy() {
            Optional<JsonTree> format = fields.take("policy");
            if (!(format.orElse(null) instanceof JsonTree.Scalar s
                    && Long.valueOf(FORMAT).equals(s.value()))) {
                problems.add(Problem.at(
                        format.map(JsonTree::at).orElse(root.at()),
                        "This is no policy: it does not say \"policy\": " + FORMAT + ".",
                        "Begin with \"policy\": " + FORMAT + "."));
            }
            Optional<Fields> nodes =
                    fields.take("nodes").flatMap(fields::asObject).map(object -> new Fields(object, problems));
            PolicyFile policy = new PolicyFile(
                    texts(fields, "inputs"),
                    fields.take("output").flatMap(v -> fields.scalar(v, String.class, "the name of a folder")),
                    fields.take("network")
                            .flatMap(v -> fields.scalar(v, Boolean.class, "true or false"))
                            .orElse(true),
                    nodes.flatMap(n -> texts(n, "allow")),
                    nodes.flatMap(n -> texts(n, "deny")).orElse(List.of()),
                    seconds(),
                    count("executions"),
                    count("steps"),
                    count("pixels"),
                    count("memory"),
                    count("written"),
                    count("files"));
            nodes.ifPresent(Fields::finish);
            fields.finish();
            return policy;
        }

        private Optional<List<String>> texts(Fields from, String name) {
            return from.take(name).map(value -> {
                List<String> texts = new ArrayList<>();
                if (value instanceof JsonTree.Arr array) {
                    array.entries()
                            .forEach(e -> from.scalar(e, String.class, "a text").ifPresent(texts::add));
                } else {
                    from.wrong(value, "an array of texts");
                }
                return List.copyOf(texts);
            });
        }

        private Optional<Double> seconds() {
            Optional<JsonTree> value = fields.take("seconds");
            Optional<Double> seconds = value.flatMap(v -> fields.scalar(v, Number.class, "a number of seconds"))
                    .map(Number::doubleValue);
            if (seconds.isPresent() && !(seconds.get() > 0 && seconds.get() < 1e9)) {
                problems.add(Problem.at(
                        value.map(JsonTree::at).orElse(Place.NONE),
                        "\"seconds\" is " + seconds.get() + ", and a run needs some time.",
                        "Give a number above 0, or leave it out for no limit."));
            }
            return seconds;
        }

        private Optional<Long> count(String name) {
            Optional<JsonTree> value = fields.take(name);
            Optional<Long> count = value.flatMap(v -> fields.scalar(v, Long.class, "a whole number"));
            if (count.isPresent() && count.get() < 0) {
                problems.add(Problem.at(
                        value.map(JsonTree::at).orElse(Place.NONE),
                        "\"" + name + "\" is " + count.get() + ", and a limit is not negative.",
                        "Leave it out for no limit."));
            }
            return count;
        }
    }
}
