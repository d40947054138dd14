package dev.zograf;

/**
 * What an engine does and holds at one moment. The numbers are read one after the other while the engine works on, so they need not
 * agree to the last unit.
 *
 * @param runs runs that have not ended
 * @param activeNodes nodes that are at work
 * @param queuedNodes nodes that are ready and wait for a thread
 * @param cacheBytes about how many bytes of results are kept
 * @param modelBytes about how many bytes of weights are loaded
 * @param sessions networks that are loaded
 */
public record EngineState(int runs, int activeNodes, int queuedNodes, long cacheBytes, long modelBytes, int sessions) {}
