package dev.zograf.cli;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.ZografBuilder;
import dev.zograf.runtime.network.MemoryLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a workflow needs of memory: it is tried with networks that compute nothing, without a budget, within it, and with the least that
 * can be done with. What it writes goes to a folder that is deleted.
 */
final class MemoryCheck {

    /** What a process has beside networks: Java, its heap with pictures and latents, the libraries. */
    private static final long JAVA = 200_000_000L;

    /** More than any machine has. */
    private static final long UNBOUNDED = 1L << 60;

    private final Console console;
    private final Common common;
    private final ComputeOptions compute;
    private final Path file;
    private final List<String> settings;

    MemoryCheck(Console console, Common common, ComputeOptions compute, Path file, List<String> settings) {
        this.console = console;
        this.common = common;
        this.compute = compute;
        this.file = file;
        this.settings = settings;
    }

    /**
     * What was found.
     *
     * @param choices what must be done to stay within the budget
     * @param minimum the least that the workflow can be run with
     * @param fits whether it can be run within the budget, or there is none
     */
    record Found(MemoryLedger ledger, List<String> choices, long minimum, boolean fits) {

        private long peak() {
            return ledger.peak().map(MemoryLedger.Moment::total).orElse(0L);
        }

        Map<String, Object> json(long budget) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("peak", peak());
            out.put("process", peak() + JAVA);
            ledger.peak().ifPresent(moment -> out.put("at", moment.network()));
            out.put("minimum", minimum);
            if (budget > 0) {
                out.put("budget", budget);
                out.put("fits", fits);
            }
            out.put("choices", choices);
            List<Map<String, Object>> networks = new ArrayList<>();
            for (MemoryLedger.Moment each : ledger.moments()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("network", each.network());
                one.put("inputs", each.shapes());
                one.put("weights", each.weights());
                one.put("mapped", each.mapped());
                one.put("working", each.working());
                one.put("loaded", each.loaded());
                one.put("total", each.total());
                networks.add(one);
            }
            out.put("networks", networks);
            return out;
        }

        List<String> lines(long budget) {
            List<String> lines = new ArrayList<>();
            for (MemoryLedger.Moment each : ledger.moments()) {
                lines.add(
                        each.network() + " (" + each.shapes() + "): " + ByteSize.text(each.weights()) + " of weights, "
                                + ByteSize.text(each.mapped()) + " of them mapped; " + ByteSize.text(each.working())
                                + " to work with; " + ByteSize.text(each.total()) + " with all that is loaded then");
            }
            lines.add("peak: about " + ByteSize.text(peak())
                    + ledger.peak().map(moment -> " in " + moment.network()).orElse("") + ", "
                    + ByteSize.text(peak() + JAVA) + " with Java itself; minimum: about " + ByteSize.text(minimum));
            choices.forEach(choice -> lines.add("to stay within the budget: " + choice));
            if (!fits) {
                lines.add("The workflow needs at least " + ByteSize.text(minimum) + ", more than the budget of "
                        + ByteSize.text(budget) + ". Choose a smaller size or batch, or a budget of at least that.");
            }
            return lines;
        }
    }

    /** @param budget in bytes; 0 for none */
    Found run(long budget) {
        long minimum = dry(1, false).least();
        MemoryLedger wanted = dry(budget > 0 ? budget : UNBOUNDED, false);
        boolean small = budget > 0 && wanted.least() > budget && compute.optimize == null;
        if (small) {
            wanted = dry(budget, true);
        }
        boolean fits = budget == 0 || wanted.least() <= budget;
        List<String> choices = new ArrayList<>(wanted.choices());
        if (small && fits) {
            choices.add(0, "all: weights stay as they are stored, for which the run must be given --optimize small");
        }
        return new Found(wanted, choices, minimum, fits);
    }

    private MemoryLedger dry(long budget, boolean small) {
        MemoryLedger ledger = new MemoryLedger();
        Path beside = file.toAbsolutePath().normalize().resolveSibling("");
        try {
            Path folder = Files.createTempDirectory("zograf-dry");
            try (Engine engine = Engine.silent(
                    console,
                    common,
                    builder(folder, budget, small).input(beside).dryRun(ledger))) {
                Workflow workflow = ForeignWorkflow.read(engine, file);
                for (String setting : settings) {
                    workflow = workflow.withText(setting);
                }
                engine.zograf().run(workflow);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for what a trial writes cannot be made: " + e.getMessage(), e);
        }
        return ledger;
    }

    private ZografBuilder builder(Path folder, long budget, boolean small) {
        ZografBuilder builder = compute.apply(Zograf.builder().output(folder)).memoryBudget(budget);
        return small ? builder.optimize("small") : builder;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
