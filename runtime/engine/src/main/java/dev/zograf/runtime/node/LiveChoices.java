package dev.zograf.runtime.node;

import java.util.List;
import java.util.Optional;

/** Knows the values that inputs take at this moment: the fonts that there are, the models in a folder. Thread-safe. */
public interface LiveChoices {

    /** The rule of the port that a converted value breaks now, if any. */
    Optional<PortValues.Violation> violation(PortSchema port, Object value);

    /**
     * The values that the port takes now, or those that are suggested for it.
     *
     * @throws RuntimeException if they cannot be listed
     */
    List<String> choices(PortSchema port);

    /** Of an engine that knows of no such values; every value passes until a node looks at it. */
    LiveChoices NONE = new LiveChoices() {
        @Override
        public Optional<PortValues.Violation> violation(PortSchema port, Object value) {
            return Optional.empty();
        }

        @Override
        public List<String> choices(PortSchema port) {
            return port.choices();
        }
    };
}
