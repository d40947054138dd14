package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.ComfyPrompt.Input;
import dev.zograf.runtime.comfy.ComfyPrompt.Link;
import dev.zograf.runtime.comfy.ComfyPrompt.Node;
import dev.zograf.runtime.json.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for circles and for chains that nobody means (Kahn 1962), so that others may follow links without counting. */
final class PromptOrder {

    static final int MAX_CHAIN = 1000;

    private PromptOrder() {}

    /** What is wrong with the order of the nodes, if anything. */
    static Optional<Problem> problem(ComfyPrompt prompt) {
        Map<String, Integer> open = new HashMap<>();
        Map<String, List<String>> followers = new HashMap<>();
        Map<String, Integer> length = new HashMap<>();
        for (Node node : prompt.nodes().values()) {
            int links = 0;
            for (Input input : node.inputs().values()) {
                if (input instanceof Link link && prompt.nodes().containsKey(link.node())) {
                    links++;
                    followers
                            .computeIfAbsent(link.node(), key -> new ArrayList<>())
                            .add(node.id());
                }
            }
            open.put(node.id(), links);
        }
        Deque<String> ready = new ArrayDeque<>();
        open.forEach((id, links) -> {
            if (links == 0) {
                ready.add(id);
            }
        });
        int done = 0;
        while (!ready.isEmpty()) {
            String id = ready.remove();
            done++;
            int next = length.getOrDefault(id, 0) + 1;
            for (String follower : followers.getOrDefault(id, List.of())) {
                length.merge(follower, next, Math::max);
                if (open.merge(follower, -1, Integer::sum) == 0) {
                    ready.add(follower);
                }
            }
        }
        if (done < prompt.nodes().size()) {
            Node first = prompt.nodes().values().stream()
                    .filter(node -> open.getOrDefault(node.id(), 0) > 0)
                    .findFirst()
                    .orElseThrow();
            return Optional.of(Problem.at(
                    first.at(),
                    "The links of the node \"" + first.id() + "\" lead in a circle.",
                    "Remove one of them."));
        }
        return prompt.nodes().values().stream()
                .filter(node -> length.getOrDefault(node.id(), 0) > MAX_CHAIN)
                .findFirst()
                .map(node -> Problem.at(
                        node.at(),
                        "More than " + MAX_CHAIN + " nodes follow one another.",
                        "Take the workflow apart."));
    }
}
