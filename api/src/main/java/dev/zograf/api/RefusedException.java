package dev.zograf.api;

/** Something that the policy of a run does not allow. The message is one sentence that names the limit; the rule is its name. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String rule;

    /**
     * A refusal.
     *
     * @param rule the policy's name of the limit, such as {@code pixels}
     * @param message what was asked for, and what is allowed
     */
    public RefusedException(String rule, String message) {
        super(message);
        this.rule = rule;
    }

    /** The policy's name of the limit. */
    public String rule() {
        return rule;
    }
}
