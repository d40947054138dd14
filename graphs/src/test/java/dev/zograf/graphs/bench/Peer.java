package dev.zograf.graphs.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Python original in a process of its own, which does one piece of work each time it is asked. */
final class Peer implements AutoCloseable {

    private static final Pattern WALL = Pattern.compile("\"wall\": ([0-9.e-]+)");

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;
    private final String versions;

    Peer(Path python, Path script, Path model, int threads) throws IOException {
        process = new ProcessBuilder(python.toString(), script.toString(), model.toString(), Integer.toString(threads))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        versions = answer();
    }

    /** What it said when it was ready. */
    String versions() {
        return versions;
    }

    /** Has the work done once and gives the seconds that it took. */
    double seconds(String work) throws IOException {
        questions.write(work + "\n");
        questions.flush();
        Matcher wall = WALL.matcher(answer());
        if (!wall.find()) {
            throw new IOException("The Python side gave no time for " + work + ".");
        }
        return Double.parseDouble(wall.group(1));
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("The Python side ended; run it by hand to see why.");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        questions.write("quit\n");
        questions.flush();
        process.destroy();
    }
}
