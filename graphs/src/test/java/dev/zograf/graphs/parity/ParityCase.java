package dev.zograf.graphs.parity;

/** How the cases of one family are run. */
@FunctionalInterface
interface ParityCase {

    /**
     * Runs one case and hands each result to {@link Golden#compare}; the test then fails if one of them was off. A case that
     * needs something that is not built calls {@link Golden#notBuilt}.
     */
    void run(Golden golden) throws Exception;
}
