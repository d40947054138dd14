package dev.zograf.runtime.plan;

import java.util.List;
import java.util.Map;

/**
 * What is to be done in a run.
 *
 * @param nodes each after those that it depends on; what no output and no effect needs is not there
 * @param roots indexes of the nodes that must run: those with effects and those that outputs are taken from
 * @param outputs of the workflow by name
 */
public record Plan(List<PlannedNode> nodes, List<Integer> roots, Map<String, Argument> outputs) {}
