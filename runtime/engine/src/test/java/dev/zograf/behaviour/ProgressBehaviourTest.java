package dev.zograf.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Run;
import dev.zograf.RunEvent;
import dev.zograf.api.Subworkflow;
import dev.zograf.api.value.Image;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose progress it is, and who sees a preview. */
class ProgressBehaviourTest extends Behaviours {

    private static final String WALK = "'w': { 'type': 'walk', 'in': { 'steps': 5, 'seed': %d } }";
    private static final String OUT = "'i': {'from': 'w.image'}";

    private List<RunEvent.Progress> progress(String node) {
        return events.stream()
                .filter(RunEvent.Progress.class::isInstance)
                .map(RunEvent.Progress.class::cast)
                .filter(p -> p.node().equals(node))
                .toList();
    }

    @Test
    void progressIsolationOfNodes() {
        run(
                "'v': { 'type': 'walk', 'in': { 'steps': 3 } }, 'w': { 'type': 'walk', 'in': { 'steps': 4, 'seed': 1 } }",
                "'a': {'from': 'v.image'}, 'b': {'from': 'w.image'}");
        assertThat(progress("v")).extracting(RunEvent.Progress::step).containsExactly(1, 2, 3);
        assertThat(progress("w")).extracting(RunEvent.Progress::step).containsExactly(1, 2, 3, 4);
        assertThat(progress("w")).extracting(RunEvent.Progress::total).containsOnly(4);
    }

    @Test
    void progressIsolationOfRuns() {
        Map<Integer, List<Integer>> steps = new HashMap<>();
        List<Run> runs = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            List<Integer> mine = Collections.synchronizedList(new ArrayList<>());
            steps.put(i, mine);
            runs.add(engine.start(
                    workflow("'w': { 'type': 'walk', 'in': { 'steps': %d, 'seed': %d } }".formatted(i, i), OUT),
                    event -> {
                        if (event instanceof RunEvent.Progress p) {
                            mine.add(p.total());
                        }
                    }));
        }
        runs.forEach(Run::join);
        steps.forEach((i, totals) -> assertThat(totals).hasSize(i).containsOnly(i));
    }

    @Test
    void progressIsolationOfCalls() {
        BehaviourNodes.Build.graph = Subworkflow.builder()
                .node("v", "walk", Map.of("steps", 2, "seed", 3))
                .node("w", "walk", Map.of("steps", 3, "seed", 4))
                .output("a", Subworkflow.link("v", "image"))
                .output("b", Subworkflow.link("w", "image"))
                .build();
        run(
                "'b': { 'type': 'build' }, 'v': { 'type': 'walk', 'in': { 'steps': 7 } }",
                "'t': {'from': 'b.text'}, 'v': {'from': 'v.image'}");
        assertThat(progress("b/0/v")).extracting(RunEvent.Progress::step).containsExactly(1, 2);
        assertThat(progress("b/0/w")).extracting(RunEvent.Progress::step).containsExactly(1, 2, 3);
        assertThat(progress("v")).hasSize(7);
        assertThat(progress("b")).isEmpty();
    }

    @Test
    void progressIsolationOfALoopFromItsSteps() {
        run("'l': { 'type': 'loop', 'in': { 'times': 4 } }", "'s': {'from': 'l.sum'}");
        assertThat(progress("l")).extracting(RunEvent.Progress::step).containsExactly(1, 2, 3, 4);
    }

    @Test
    void previewMethodDefaultComputesNone() {
        engine.run(workflow(WALK.formatted(1), OUT), events::add);
        assertThat(progress("w")).hasSize(5);
    }

    @Test
    void previewMethodIsTheListenersChoice() {
        List<Image> previews = new ArrayList<>();
        engine.run(workflow(WALK.formatted(2), OUT), event -> {
            if (event instanceof RunEvent.Progress p && p.step() % 2 == 0) {
                p.preview().ifPresent(previews::add);
            }
        });
        assertThat(previews).hasSize(2);
    }

    @Test
    void previewMethodDiffersBetweenListenersOfOneRun() {
        List<Image> previews = new ArrayList<>();
        engine.close();
        engine = dev.zograf.Zograf.builder()
                .nodePlugins(new dev.zograf.SampleNodes())
                .listener(events::add)
                .build();
        engine.run(workflow(WALK.formatted(3), OUT), event -> {
            if (event instanceof RunEvent.Progress p) {
                p.preview().ifPresent(previews::add);
            }
        });
        assertThat(previews).hasSize(5);
        assertThat(progress("w")).hasSize(5);
    }

    @Test
    void previewMethodOfANodeWithoutOne() {
        List<Boolean> present = new ArrayList<>();
        engine.run(workflow("'l': { 'type': 'loop', 'in': { 'times': 2 } }", "'s': {'from': 'l.sum'}"), event -> {
            if (event instanceof RunEvent.Progress p) {
                present.add(p.preview().isPresent());
            }
        });
        assertThat(present).containsExactly(false, false);
    }

    @Test
    void previewMethodOfANodeInACall() {
        BehaviourNodes.Build.graph = Subworkflow.builder()
                .node("w", "walk", Map.of("steps", 2, "seed", 6))
                .output("a", Subworkflow.link("w", "image"))
                .build();
        List<Image> previews = new ArrayList<>();
        engine.run(workflow("'b': { 'type': 'build' }", "'t': {'from': 'b.text'}"), event -> {
            if (event instanceof RunEvent.Progress p) {
                p.preview().ifPresent(previews::add);
            }
        });
        assertThat(previews).hasSize(2);
    }

    @Test
    void previewMethodThatFailsDoesNotBreakTheRun() {
        assertThat(engine.run(workflow(WALK.formatted(7), OUT), event -> {
                            if (event instanceof RunEvent.Progress) {
                                throw new IllegalStateException("no preview today");
                            }
                        })
                        .names())
                .containsExactly("i");
    }
}
