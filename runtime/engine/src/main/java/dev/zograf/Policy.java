package dev.zograf;

import dev.zograf.api.NodeType;
import dev.zograf.runtime.exec.Limits;
import dev.zograf.runtime.json.PolicyFile;
import dev.zograf.runtime.node.NodeSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a workflow may do, for workflows from strangers: which files, which nodes, how long, how much. Attach it with
 * {@link Workflow#under}. What goes beyond is refused with the rule's name, if possible before anything runs. Code is another
 * matter: a plugin is trusted or not loaded at all. Immutable.
 */
public final class Policy {

    private final Optional<List<Path>> inputs;
    private final Optional<Path> output;
    private final boolean network;
    private final Optional<List<String>> allowed;
    private final List<String> denied;
    private final Limits limits;

    private Policy(Builder builder) {
        inputs = Optional.ofNullable(builder.inputs).map(List::copyOf);
        output = Optional.ofNullable(builder.output);
        network = builder.network;
        allowed = Optional.ofNullable(builder.allowed).map(List::copyOf);
        denied = List.copyOf(builder.denied);
        limits = new Limits(
                Optional.ofNullable(builder.time),
                Optional.ofNullable(builder.executions),
                Optional.ofNullable(builder.steps),
                Optional.ofNullable(builder.pixels),
                Optional.ofNullable(builder.memory),
                Optional.ofNullable(builder.written),
                Optional.ofNullable(builder.files));
    }

    /** A policy that allows everything, to which rules are added. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a policy file: a JSON object with {@code "policy": 1} and any of the rules, named as the builder's methods.
     *
     * @throws WorkflowException with everything that is wrong with it
     */
    public static Policy read(Path file) {
        PolicyFile.Reading reading = PolicyFile.read(WorkflowText.of(file));
        if (!reading.problems().isEmpty()) {
            throw WorkflowException.invalid(reading.problems());
        }
        return of(reading.file(), file.toAbsolutePath().normalize().resolveSibling(""));
    }

    private static Policy of(PolicyFile file, Path folder) {
        Builder builder = builder().network(file.network()).denyNodes(file.deniedNodes());
        file.inputs()
                .ifPresent(names ->
                        builder.inputs(names.stream().map(folder::resolve).toList()));
        file.output().ifPresent(name -> builder.output(folder.resolve(name)));
        file.allowedNodes().ifPresent(builder::allowNodes);
        file.seconds().ifPresent(s -> builder.time(Duration.ofNanos((long) (s * 1e9))));
        builder.executions = file.executions().orElse(null);
        builder.steps = file.steps().orElse(null);
        builder.pixels = file.pixels().orElse(null);
        builder.memory = file.memory().orElse(null);
        builder.written = file.written().orElse(null);
        builder.files = file.files().orElse(null);
        return builder.build();
    }

    /**
     * The same rules for other folders, whatever this one says of folders: for a host that gives each run its own.
     *
     * @param inputs below which the run may read
     * @param output below which it may write
     */
    public Policy within(List<Path> inputs, Path output) {
        return new Policy(Optional.of(List.copyOf(inputs)), Optional.of(output), network, allowed, denied, limits);
    }

    private Policy(
            Optional<List<Path>> inputs,
            Optional<Path> output,
            boolean network,
            Optional<List<String>> allowed,
            List<String> denied,
            Limits limits) {
        this.inputs = inputs;
        this.output = output;
        this.network = network;
        this.allowed = allowed;
        this.denied = denied;
        this.limits = limits;
    }

    Optional<List<Path>> inputs() {
        return inputs;
    }

    Optional<Path> output() {
        return output;
    }

    /** The rule that keeps a node type out, if any, as the end of "because …". */
    Optional<String> keptOut(NodeSchema schema) {
        String type = schema.id();
        NodeType declared = schema.nodeClass().getAnnotation(NodeType.class);
        if (!network && declared != null && declared.network()) {
            return Optional.of("it talks to other machines, which the policy's rule \"network\" forbids");
        }
        if (denied.stream().anyMatch(pattern -> matches(pattern, type))) {
            return Optional.of("the policy's rule \"nodes.deny\" keeps it out");
        }
        return allowed.isPresent() && allowed.get().stream().noneMatch(pattern -> matches(pattern, type))
                ? Optional.of("the policy's rule \"nodes.allow\" does not name it")
                : Optional.empty();
    }

    private static boolean matches(String pattern, String type) {
        return pattern.endsWith("*")
                ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                : type.equals(pattern);
    }

    Limits limits() {
        return limits;
    }

    /** Adds rules to a policy. */
    public static final class Builder {

        @Nullable
        private List<Path> inputs;

        @Nullable
        private Path output;

        private boolean network = true;

        @Nullable
        private List<String> allowed;

        private final List<String> denied = new ArrayList<>();

        @Nullable
        private Duration time;

        @Nullable
        private Long executions;

        @Nullable
        private Long steps;

        @Nullable
        private Long pixels;

        @Nullable
        private Long memory;

        @Nullable
        private Long written;

        @Nullable
        private Long files;

        private Builder() {}

        /** The folders below which the run may read, instead of the engine's; an empty list for none. */
        public Builder inputs(List<Path> folders) {
            inputs = folders;
            return this;
        }

        /** The folder below which the run may write, instead of the engine's. */
        public Builder output(Path folder) {
            output = folder;
            return this;
        }

        /** Whether nodes that talk to other machines may run; they say so themselves ({@code @NodeType(network = true)}). */
        public Builder network(boolean allow) {
            network = allow;
            return this;
        }

        /** Only these node types may run; a pattern may end in {@code *}. */
        public Builder allowNodes(List<String> patterns) {
            allowed = patterns;
            return this;
        }

        /** These node types may not run, whatever {@link #allowNodes} says; a pattern may end in {@code *}. */
        public Builder denyNodes(List<String> patterns) {
            denied.addAll(patterns);
            return this;
        }

        /** How long the run may take. */
        public Builder time(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("A run needs some time, not " + limit + ".");
            }
            time = limit;
            return this;
        }

        /** How many times nodes may run in all, loops and calls included. */
        public Builder executions(long limit) {
            executions = positive(limit);
            return this;
        }

        /** How many steps one node may take, such as the steps of a sampler. */
        public Builder steps(long limit) {
            steps = positive(limit);
            return this;
        }

        /** How many pixels a picture or batch may have: width times height times count. */
        public Builder pixels(long limit) {
            pixels = positive(limit);
            return this;
        }

        /** How many bytes of results the run may hold at once; the weights of models are the engine's, not the run's. */
        public Builder memory(long bytes) {
            memory = positive(bytes);
            return this;
        }

        /** How many bytes the run may write to files. */
        public Builder written(long bytes) {
            written = positive(bytes);
            return this;
        }

        /** How many files the run may write. */
        public Builder files(long limit) {
            files = positive(limit);
            return this;
        }

        private static long positive(long limit) {
            if (limit < 0) {
                throw new IllegalArgumentException("A limit cannot be " + limit + ".");
            }
            return limit;
        }

        /** The policy. */
        public Policy build() {
            return new Policy(this);
        }
    }
}
