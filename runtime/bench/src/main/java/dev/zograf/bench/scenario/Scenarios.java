package dev.zograf.bench.scenario;

import dev.zograf.bench.measure.Scenario;
import java.util.List;

/** All scenarios, in the order in which they are run. */
public final class Scenarios {

    private Scenarios() {}

    /** One of each. */
    public static List<Scenario> all() {
        return List.of(
                new ExecutorScenario(),
                new PaintScenario(),
                new ConcurrentScenario(),
                new UpscaleScenario(),
                new QualityScenario(),
                NetworkScenario.step(),
                NetworkScenario.decode(),
                NetworkScenario.text(),
                LoadScenario.start(),
                LoadScenario.load(),
                new PictureScenario(),
                new LoraScenario(),
                new ControlNetScenario(),
                new CacheScenario(),
                new PreviewScenario(),
                NetworkScenario.stepXl(),
                new TilesScenario(),
                new PluginScenario());
    }
}
