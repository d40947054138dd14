package dev.zograf.bench.measure;

import dev.zograf.api.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The Python side: an interpreter that the user names, and the script that ships. */
public final class Python {

    private static final String REMEDY =
            "Make a virtual environment with them: python3 -m venv DIR && DIR/bin/pip install torch diffusers transformers; then say --python DIR/bin/python.";
    private static final String LOOK =
            "import importlib.util as u; print(' '.join(n for n in ('torch', 'diffusers', 'transformers') if u.find_spec(n) is None))";

    /** The names of what Zograf's launcher put into the environment, with spaces between them. */
    private static final String LAUNCHER = "ZOGRAF_LAUNCHER_SET";

    private final Path interpreter;
    private final Path script;

    /**
     * Checks that the interpreter has what it takes.
     *
     * @param folder where to put the script
     * @throws InvalidInputException if it is not there, does not start, or lacks packages
     */
    Python(Path interpreter, Path folder) throws IOException, InterruptedException {
        this.interpreter = interpreter;
        if (!Files.isExecutable(interpreter)) {
            throw new InvalidInputException(
                    "python",
                    "There is no interpreter " + interpreter + " with torch, diffusers and transformers. " + REMEDY);
        }
        List<String> said;
        try {
            said = Child.run(List.of(interpreter.toString(), "-c", LOOK)).said();
        } catch (IOException e) {
            throw new InvalidInputException(
                    "python", interpreter + " is no Python that starts: " + e.getMessage() + " " + REMEDY);
        }
        String missing = said.isEmpty() ? "" : said.get(0).strip();
        if (!missing.isEmpty()) {
            throw new InvalidInputException(
                    "python", interpreter + " lacks " + missing.replace(" ", " and ") + ". " + REMEDY);
        }
        script = folder.resolve("diffusers_peer.py");
        Files.createDirectories(folder);
        try (InputStream in = Objects.requireNonNull(Python.class.getResourceAsStream("diffusers_peer.py"))) {
            Files.writeString(script, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The command that has the script do this, in the environment that Zograf's launcher was started in. */
    public List<String> command(String mode, List<String> options) {
        List<String> command = without(System.getenv().getOrDefault(LAUNCHER, ""));
        command.addAll(List.of(interpreter.toString(), script.toString(), mode));
        command.addAll(options);
        command.addAll(
                List.of("--threads", Integer.toString(Runtime.getRuntime().availableProcessors())));
        return command;
    }

    /**
     * The beginning of a command that is run without some variables.
     *
     * @param variables their names, with spaces between them
     */
    static List<String> without(String variables) {
        List<String> command = new ArrayList<>();
        for (String name : variables.strip().split(" +")) {
            if (!name.isEmpty()) {
                command.addAll(List.of("-u", name));
            }
        }
        if (!command.isEmpty()) {
            command.add(0, "env");
        }
        return command;
    }
}
