package dev.zograf.nodes.flow;

/** What is done with two numbers. */
public enum ArithmeticOperation {
    /** a + b. */
    ADD,
    /** a - b. */
    SUBTRACT,
    /** a · b. */
    MULTIPLY,
    /** a / b; of whole numbers rounded down. */
    DIVIDE,
    /** What a division rounded down leaves: a - b·⌊a/b⌋, of the sign of b. */
    REMAINDER,
    /** a to the power of b. */
    POWER,
    /** The smaller one. */
    MINIMUM,
    /** The greater one. */
    MAXIMUM
}
