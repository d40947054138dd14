package dev.zograf.bench.measure;

import dev.zograf.runtime.json.JsonText;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that does one piece of work each time it is asked: it says one line of JSON when it is ready, reads the name of
 * a work from a line of its input, and answers with what that took. Ours and the Python original's speak alike.
 */
public final class Side implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final String name;
    private final Process process;
    private final Path errors;
    private final BufferedReader answers;
    private final BufferedWriter questions;
    private final Map<?, ?> hello;

    /** Starts it and waits until it is ready. */
    public Side(String name, List<String> command) throws IOException {
        this.name = name;
        errors = Files.createTempFile("zograf-bench-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(OwnJvm.environment());
        process = builder.start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        try {
            hello = answer();
        } catch (IOException e) {
            end();
            throw e;
        }
    }

    /** What it is, if it says so: versions of libraries. */
    String versions() {
        return hello.get("versions") instanceof String said ? said : "";
    }

    /** Has the work done once. */
    public Cost work(String work) throws IOException {
        questions.write(work + "\n");
        questions.flush();
        return Cost.of(answer());
    }

    /** What it warned of so far, such as a precision that the processor has not. */
    List<String> warnings() throws IOException {
        return Files.readAllLines(errors, StandardCharsets.UTF_8).stream()
                .filter(line -> line.contains("WARN"))
                .distinct()
                .toList();
    }

    private Map<?, ?> answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            awaitEnd(); // its last words come after its last answer
            throw new IOException(name + " ended. Its last words:\n" + Child.lastWords(errors));
        }
        if (JsonText.parse(line).orElse(null) instanceof Map<?, ?> json) {
            return json;
        }
        throw new IOException(name + " said \"" + line + "\", which is no measurement.");
    }

    @Override
    public void close() throws IOException {
        try {
            questions.write("quit\n");
            questions.flush();
        } catch (IOException e) {
            // it has ended already
        } finally {
            end();
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void end() throws IOException {
        process.destroy();
        awaitEnd();
        Files.deleteIfExists(errors);
    }
}
