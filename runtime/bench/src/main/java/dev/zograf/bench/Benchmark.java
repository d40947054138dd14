package dev.zograf.bench;

import dev.zograf.api.InvalidInputException;
import dev.zograf.bench.measure.Hardware;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Scenario;
import dev.zograf.bench.measure.Settings;
import dev.zograf.bench.measure.Workbench;
import dev.zograf.bench.scenario.Scenarios;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs scenarios by name. */
public final class Benchmark {

    private static final String ALL = "all";

    private final Settings settings;
    private final List<Scenario> scenarios;

    /**
     * Those that are named, in that order; {@code all} is every one, and none is every one that needs no checkpoint of full size.
     *
     * @throws InvalidInputException if there is none of a name
     */
    public Benchmark(Settings settings, List<String> names) {
        this.settings = settings;
        scenarios = chosen(names);
    }

    /** What there is, with what it measures. */
    public static Map<String, String> scenarios() {
        Map<String, String> out = new LinkedHashMap<>();
        Scenarios.all().forEach(scenario -> out.put(scenario.name(), scenario.about()));
        return out;
    }

    private static List<Scenario> chosen(List<String> names) {
        List<Scenario> all = Scenarios.all();
        if (names.isEmpty()) {
            return all.stream().filter(scenario -> !scenario.large()).toList();
        }
        List<Scenario> chosen = new ArrayList<>();
        for (String name : names) {
            List<Scenario> found = all.stream()
                    .filter(scenario -> name.equals(ALL) || scenario.name().equals(name))
                    .toList();
            if (found.isEmpty()) {
                throw new InvalidInputException(
                        "scenario",
                        "There is no scenario \"" + name + "\"; it is one of "
                                + all.stream().map(Scenario::name).collect(Collectors.joining(", ")) + ", or " + ALL
                                + ".");
            }
            chosen.addAll(found);
        }
        return chosen;
    }

    /**
     * Measures.
     *
     * @param done is given each report when its scenario is done
     * @param progress is told what is going on
     * @return everything as one JSON object
     * @throws InvalidInputException if the interpreter that the settings name cannot be used; nothing has been measured then
     * @throws IOException if a process that is measured fails
     */
    public Map<String, Object> run(Consumer<Report> done, Consumer<String> progress)
            throws IOException, InterruptedException {
        Workbench bench = new Workbench(settings);
        List<Map<String, Object>> reports = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            Report report = new Report(
                    scenario.name(), scenario.about(), line -> progress.accept(scenario.name() + ": " + line));
            scenario.run(bench, report);
            done.accept(report);
            reports.add(report.toJson());
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("hardware", Hardware.toJson());
        out.put("runs", settings.runs());
        out.put("scenarios", reports);
        return out;
    }

    /** The machine in one line. */
    public static String hardware() {
        return Hardware.toLine();
    }
}
