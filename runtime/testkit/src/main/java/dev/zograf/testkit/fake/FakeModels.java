package dev.zograf.testkit.fake;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Models;
import java.util.List;
import java.util.TreeMap;

/** Models in memory, by kind and name. Immutable. */
public final class FakeModels implements Models {

    private final TreeMap<String, TreeMap<String, Checkpoint>> models = new TreeMap<>();

    /** Without any model. */
    public FakeModels() {}

    /** The same and one more model, under its name. */
    public FakeModels with(String kind, Checkpoint model) {
        FakeModels more = new FakeModels();
        models.forEach((k, named) -> more.models.put(k, new TreeMap<>(named)));
        more.models.computeIfAbsent(kind, k -> new TreeMap<>()).put(model.name(), model);
        return more;
    }

    @Override
    public Checkpoint open(String kind, String name) {
        Checkpoint model = models.getOrDefault(kind, new TreeMap<>()).get(name);
        if (model == null) {
            throw new BadFileException(
                    name, "There is no such model among the " + kind + "; there are " + names(kind) + ".");
        }
        return model;
    }

    @Override
    public List<String> names(String kind) {
        return List.copyOf(models.getOrDefault(kind, new TreeMap<>()).keySet());
    }
}
