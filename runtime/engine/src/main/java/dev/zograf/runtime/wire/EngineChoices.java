package dev.zograf.runtime.wire;

import dev.zograf.api.ChoiceSource;
import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.model.ModelRoots;
import dev.zograf.runtime.node.LiveChoices;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.PortValues.Violation;
import java.util.List;
import java.util.Optional;

/** What the sources of choices list now, and the models that there are now. */
final class EngineChoices implements LiveChoices {

    private final InjectingNodeFactory factory;
    private final ModelRoots models;

    EngineChoices(InjectingNodeFactory factory, ModelRoots models) {
        this.factory = factory;
        this.models = models;
    }

    @Override
    public Optional<Violation> violation(PortSchema port, Object value) {
        if (!(value instanceof String text)) {
            return Optional.empty();
        }
        if (port.choiceSource().isPresent()) {
            return choice(port, port.choiceSource().get(), text);
        }
        return port.models().isEmpty()
                ? Optional.empty()
                : models.missing(port.models(), text)
                        .map(why ->
                                new Violation("\"" + port.name() + "\" names the model \"" + text + "\": " + why, ""));
    }

    @Override
    public List<String> choices(PortSchema port) {
        if (port.choiceSource().isPresent()) {
            return List.copyOf(factory.choices(port.choiceSource().get()).choices());
        }
        return port.models().isEmpty() ? port.choices() : models.names(port.models());
    }

    private Optional<Violation> choice(PortSchema port, Class<? extends ChoiceSource> source, String text) {
        List<String> choices;
        try {
            choices = factory.choices(source).choices();
        } catch (RuntimeException | LinkageError e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            return Optional.of(new Violation(
                    "What \"" + port.name() + "\" takes cannot be listed now: " + why,
                    "It is listed by " + source.getName() + "."));
        }
        return choices.contains(text)
                ? Optional.empty()
                : Optional.of(new Violation(
                        "\"" + text + "\" is no choice of \"" + port.name() + "\".",
                        Nearest.remedy(text, choices, "choices")));
    }
}
