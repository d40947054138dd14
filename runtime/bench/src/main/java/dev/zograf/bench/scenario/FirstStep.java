package dev.zograf.bench.scenario;

import dev.zograf.RunEvent;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import java.io.PrintWriter;

/** A process of its own that makes two steps and a picture with a checkpoint, and says a line when each thing is done. */
public final class FirstStep {

    private FirstStep() {}

    /** The arguments are a checkpoint folder, the side of the picture, and a precision. */
    public static void main(String[] args) {
        PrintWriter out = Say.lines();
        try (Zograf zograf = Zograf.builder().precision(args[2]).build()) {
            Workflow workflow = zograf.read(Templates.steps(true))
                    .with("model", args[0])
                    .with("size", Long.parseLong(args[1]))
                    .with("seed", 1L);
            out.println("ready");
            zograf.run(workflow, event -> {
                if (event instanceof RunEvent.Progress step
                        && step.step() > 0
                        && step.node().equals("sample")) {
                    out.println("step " + step.step());
                }
            });
            out.println("picture");
        }
    }
}
