package dev.zograf.graphs.parity;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Cases whose prompts have a word of textual inversion: pipelines as ever, and what the case has as a pickle must not be opened. */
final class TextualInversionCase implements ParityCase {

    private final ParityCase pipelines;

    TextualInversionCase(ParityCase pipelines) {
        this.pipelines = pipelines;
    }

    @Override
    public void run(Golden golden) throws Exception {
        pipelines.run(golden);
        refusesPickles(golden);
    }

    private static void refusesPickles(Golden golden) throws Exception {
        try (Stream<Path> files = Files.list(golden.path("."));
                Zograf engine = Zograf.builder().build()) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".pt")).toList()) {
                WorkflowText text = new WorkflowText();
                text.input("model", "text");
                text.input("embedding", "text");
                text.node("model", "load-model", "'model': {'from': 'inputs.model'}");
                text.node(
                        "word",
                        "load-textual-inversion",
                        "'encoder': {'from': 'model.text'}, 'embedding': {'from': 'inputs.embedding'}");
                text.output("encoder", "word.encoder");
                Workflow workflow = engine.read(text.json())
                        .with("model", Sd15Case.model(golden))
                        .with("embedding", file);
                golden.requireRefusal(() -> engine.run(workflow), "pickle");
            }
        }
    }
}
