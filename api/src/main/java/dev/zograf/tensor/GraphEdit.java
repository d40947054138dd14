package dev.zograf.tensor;

/**
 * A change of a network that is composed into its graph: residuals of a ControlNet, branches of a LoRA, another attention. Implement it
 * as a record of what decides the change; equality is what decides whether a compiled network is shared, so numbers that change from run
 * to run belong in inputs ({@link Hooks#input}), not here.
 */
public interface GraphEdit {

    /** Says what to do at which places; called before the network is written. */
    void apply(Hooks hooks);
}
