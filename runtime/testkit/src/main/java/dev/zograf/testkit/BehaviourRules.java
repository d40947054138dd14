package dev.zograf.testkit;

import dev.zograf.api.BadFileException;
import dev.zograf.api.CancelledException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.runtime.node.NodeSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;

/** What a node must do, found by running it on inputs that are made up from its schema. */
final class BehaviourRules {

    private static final int THREADS = 4;

    private final NodeSchema schema;
    private final TestServices services;
    private final SampleInputs samples;
    private final Trial.Setting setting;
    private final Complaints complaints;
    private final Garbage garbage;

    BehaviourRules(
            NodeSchema schema,
            TestServices services,
            SampleInputs samples,
            Trial.Setting setting,
            Complaints complaints,
            Garbage garbage) {
        this.schema = schema;
        this.services = services;
        this.samples = samples;
        this.setting = setting;
        this.complaints = complaints;
        this.garbage = garbage;
    }

    void check() {
        samples.missing().forEach(complaints::add);
        Node<?, ?> node;
        try {
            node = services.make(schema.nodeClass());
        } catch (IllegalArgumentException e) {
            complaints.add(String.valueOf(e.getMessage()));
            return;
        }
        if (!samples.missing().isEmpty()) {
            return;
        }
        SampleInputs.Case base = samples.base();
        Map<String, String> before = values(base.in());
        Trial first = Trial.run(node, base.in(), setting);
        if (first.failure().isPresent()) {
            samples.takeEverything();
            SampleInputs.Case all = samples.base();
            Trial second = Trial.run(node, all.in(), setting);
            if (second.outputs().isPresent()) {
                base = all;
                before = values(samples.base().in());
                first = second;
            }
        }
        if (!first.ended()) {
            complaints.add("it does not end within " + seconds() + " on sample inputs. If it needs longer, give smaller"
                    + " inputs: with(…)");
            return;
        }
        if (first.failure().isPresent()) {
            complaints.add("it cannot run on sample inputs (" + base.in().keySet() + "): "
                    + first.failure().get() + " Give inputs that suit it: with(…)");
            return;
        }
        complaints.unless(
                before.equals(values(base.in())),
                "it changes its input " + changed(before, values(base.in())) + "; others use the same value");
        checkProgress(first);
        samples.others().forEach(each -> checkCase(node, each));
        if (schema.pure()) {
            checkPurity(node, first);
        }
        checkThreads(node, first);
        checkFingerprint(node);
        checkCancellation(node, first);
        leaveValues(node);
    }

    private String seconds() {
        return setting.limit().toMillis() / 1000.0 + " s";
    }

    /** What of the inputs has content that could change. */
    private static Map<String, String> values(Map<String, Object> in) {
        Map<String, String> digests = new TreeMap<>();
        in.forEach((name, value) -> {
            if (!ValueDigest.isCapability(value)) {
                digests.put(name, ValueDigest.of(value));
            }
        });
        return digests;
    }

    private static List<String> changed(Map<String, String> before, Map<String, String> after) {
        return before.keySet().stream()
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .toList();
    }

    private void checkProgress(Trial trial) {
        ProgressCheck.problems(trial.steps()).forEach(complaints::add);
    }

    private void checkCase(Node<?, ?> node, SampleInputs.Case each) {
        Trial trial = Trial.run(node, each.in(), setting);
        complaints.unless(trial.ended(), "with " + each.name() + " it does not end within " + seconds());
        trial.failure().ifPresent(failure -> {
            if (failure instanceof InvalidInputException refused) {
                complaints.unless(
                        schema.input(refused.input()).isPresent(),
                        "with " + each.name() + " it blames the input \"" + refused.input() + "\", and it has "
                                + schema.inputNames());
            } else {
                complaints.unless(
                        failure instanceof BadFileException || failure instanceof CancelledException,
                        "with " + each.name() + " it fails: " + failure
                                + ". What it cannot use is to be refused by an InvalidInputException");
            }
        });
    }

    private void checkPurity(Node<?, ?> node, Trial first) {
        complaints.unless(
                Trial.run(node, samples.base().in(), setting).digest().equals(first.digest()),
                "a second run on the same inputs gives another result: make it pure, or mark it @Impure");
        complaints.unless(
                Trial.run(services.make(schema.nodeClass()), samples.base().in(), setting)
                        .digest()
                        .equals(first.digest()),
                "another instance gives another result on the same inputs: make it pure, or mark it @Impure");
    }

    private void checkThreads(Node<?, ?> node, Trial first) {
        List<CompletableFuture<Trial>> runs = new ArrayList<>();
        // On a busy machine the first run would be over before the last thread has begun.
        Phaser together = new Phaser(THREADS);
        for (int i = 0; i < THREADS; i++) {
            Map<String, Object> in = samples.base().in();
            CompletableFuture<Trial> run = new CompletableFuture<>();
            runs.add(run);
            new Thread(
                            () -> {
                                together.arriveAndAwaitAdvance();
                                run.complete(Trial.run(node, in, setting));
                            },
                            "contract-" + i)
                    .start();
        }
        for (CompletableFuture<Trial> run : runs) {
            Trial trial = run.join();
            complaints.unless(trial.ended(), "it does not end when several threads run it at once");
            trial.failure().ifPresent(e -> complaints.add("it fails when several threads run it at once: " + e));
            if (schema.pure() && trial.outputs().isPresent()) {
                complaints.unless(
                        trial.digest().equals(first.digest()),
                        "it gives another result when several threads run it at once: keep no state in fields");
            }
        }
    }

    private void checkFingerprint(Node<?, ?> node) {
        try {
            String one = fingerprint(node);
            complaints.unless(
                    one.equals(fingerprint(node)) && one.equals(fingerprint(services.make(schema.nodeClass()))),
                    "its fingerprint differs from call to call on the same inputs");
        } catch (Exception e) {
            complaints.add("its fingerprint fails: " + e);
        }
    }

    private String fingerprint(Node<?, ?> node) throws Exception {
        NodeHarness<?, ?> harness = NodeHarness.of(node);
        setting.folders().forEach(harness::input);
        return harness.fingerprint(samples.base().in());
    }

    private void checkCancellation(Node<?, ?> node, Trial first) {
        Trial early = Trial.run(node, samples.base().in(), setting, 0);
        complaints.unless(early.ended(), "it does not end within " + seconds() + " although its run is cancelled");
        early.failure().ifPresent(e -> mustBeCancelled(e, "before it started"));
        if (!first.steps().isEmpty()) {
            Trial reported = Trial.run(node, samples.base().in(), setting, 1);
            complaints.unless(
                    reported.ended() && reported.failure().isPresent(),
                    "it goes on after its run is cancelled: let CancelledException pass");
            reported.failure().ifPresent(e -> mustBeCancelled(e, "while it reports progress"));
        }
        Trial outside = Trial.cancelled(node, samples.base().in(), setting, 20);
        complaints.unless(
                outside.ended(),
                "it does not end within " + seconds() + " of being cancelled: report progress, or call"
                        + " throwIfRequested, at least every 100 ms");
    }

    private void mustBeCancelled(Throwable failure, String when) {
        complaints.unless(
                failure instanceof CancelledException,
                "cancelled " + when + ", it fails with " + failure + ": let CancelledException pass");
    }

    /** Runs the node on fresh values that nothing here holds when this returns. */
    private void leaveValues(Node<?, ?> node) {
        Map<String, Object> in = samples.base().in();
        Trial.run(node, in, setting);
        in.forEach((name, value) -> {
            if (samples.isMadeUp(name) && value.getClass().getName().startsWith("dev.zograf.api.value.")) {
                garbage.add(node, value, complaints);
            }
        });
    }
}
