package dev.zograf.graphs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.zograf.api.BadFileException;
import dev.zograf.api.PortType;
import dev.zograf.api.model.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The house rules of ARCHITECTURE.md. */
class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.zograf");

    private static final String[] API = {"dev.zograf.api..", "dev.zograf.tensor.."};
    private static final String[] RUNTIME = {
        "dev.zograf", "dev.zograf.metrics..", "dev.zograf.runtime..", "dev.zograf.server..", "dev.zograf.cli.."
    };
    private static final String TESTKIT = "dev.zograf.testkit..";
    private static final String[] NODES = {"dev.zograf.models..", "dev.zograf.nodes..", "dev.zograf.contrib.."};

    /** Annotations and the door to injection, which even the API may use. */
    private static final Set<String> ANNOTATIONS = Set.of("org.jspecify", "jakarta.inject");

    /** Everybody may log. */
    private static final String LOGGING = "org.slf4j";

    /** What all bindings of JavaCPP to native libraries are made with. */
    private static final String NATIVES = "org.bytedeco.javacpp";

    private static void never(String[] from, String... to) {
        noClasses()
                .that()
                .resideInAnyPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .allowEmptyShould(true)
                .check(MAIN);
    }

    private static String[] both(String[] one, String[] other) {
        return Stream.concat(Stream.of(one), Stream.of(other)).toArray(String[]::new);
    }

    @Test
    void theApiKnowsNobody() {
        never(API, both(RUNTIME, NODES));
        never(API, TESTKIT);
        Set<String> libraries = MAIN.stream()
                .filter(type -> type.getPackageName().startsWith("dev.zograf.api")
                        || type.getPackageName().startsWith("dev.zograf.tensor"))
                .flatMap(type -> libraries(type).stream())
                .collect(Collectors.toSet());
        assertThat(ANNOTATIONS).containsAll(libraries);
    }

    @Test
    void nodesNeverSeeTheRuntime() {
        never(NODES, RUNTIME);
    }

    @Test
    void onlyTestsAndTheBenchmarkSeeTheTestKit() {
        never(both(RUNTIME, NODES), TESTKIT);
        never(new String[] {TESTKIT}, NODES);
    }

    @Test
    void theBenchmarkReachesNodesThroughWorkflows() {
        String[] bench = {"dev.zograf.bench.."};
        never(bench, NODES);
        never(bench, "dev.zograf.cli..");
        never(new String[] {"dev.zograf", "dev.zograf.metrics..", "dev.zograf.runtime.."}, bench);
    }

    @Test
    void theRuntimeNeverSeesNodes() {
        never(RUNTIME, NODES);
    }

    @Test
    void theServerStandsOnTheEngine() {
        never(new String[] {"dev.zograf", "dev.zograf.metrics..", "dev.zograf.runtime.."}, "dev.zograf.server..");
        never(new String[] {"dev.zograf.server.."}, "dev.zograf.cli..");
        String s = "dev.zograf.server.";
        never(new String[] {s + "http"}, s + "security", s + "store", s + "queue", s + "v1", s + "comfy");
        never(new String[] {s + "store"}, s + "http", s + "security", s + "queue", s + "v1", s + "comfy");
        never(new String[] {s + "queue"}, s + "v1", s + "comfy");
        never(new String[] {s + "v1"}, s + "comfy");
    }

    @Test
    void theRuntimeGoesOneWay() {
        String r = "dev.zograf.runtime.";
        never(new String[] {r + "json"}, r + "graph", r + "plan", r + "exec", r + "node", r + "plugin", r + "model");
        never(new String[] {r + "graph"}, r + "plan", r + "exec");
        never(new String[] {r + "plan"}, r + "exec");
        never(new String[] {r + "node", r + "plugin"}, r + "graph", r + "plan", r + "exec");
        never(
                new String[] {r + "model", r + "network", r + "onnx", r + "ort", r + "onednn", r + "cuda"},
                r + "graph",
                r + "plan",
                r + "exec",
                r + "node");
        never(new String[] {r + "trace"}, r + "model", r + "network", r + "onnx", r + "ort", r + "exec");
        never(new String[] {r + "network"}, r + "onnx", r + "ort", r + "onednn");
        never(new String[] {r + "onednn", r + "cuda"}, r + "onnx", r + "ort");
        never(new String[] {r + "network"}, r + "cuda");
        never(
                new String[] {r + "json", r + "graph", r + "plan", r + "exec"},
                r + "model",
                r + "network",
                r + "onnx",
                r + "ort");
        never(
                new String[] {
                    r + "json",
                    r + "graph",
                    r + "plan",
                    r + "exec",
                    r + "node",
                    r + "plugin",
                    r + "model",
                    r + "network",
                    r + "onnx",
                    r + "ort",
                    r + "onednn",
                    r + "cuda"
                },
                r + "lock",
                r + "wire",
                "dev.zograf.cli..");
    }

    @Test
    void modelsAreWrittenInTensorsAlone() {
        noClasses()
                .that()
                .resideInAPackage("dev.zograf.models..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("dev.zograf.nodes..", "dev.zograf.api..")
                        // The configuration beside the weights, and what is said when it does not fit.
                        .and(DescribedPredicate.not(
                                JavaClass.Predicates.belongToAnyOf(Config.class, BadFileException.class))))
                .check(MAIN);
    }

    @Test
    void samplersSeeNeitherTensorsNorEngine() {
        never(new String[] {"dev.zograf.nodes.sampling.."}, "dev.zograf.tensor..", "dev.zograf.models..");
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public String getDescription() {
                        return "packages";
                    }

                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return SliceIdentifier.of(type.getPackageName());
                    }
                })
                .should()
                .beFreeOfCycles()
                // Values carry the annotation that names their type, and the run's context shows values.
                .ignoreDependency(DescribedPredicate.alwaysTrue(), JavaClass.Predicates.equivalentTo(PortType.class))
                .check(MAIN);
    }

    @Test
    void eachLibraryIsImportedByOnePackage() {
        Map<String, Set<String>> importers = new TreeMap<>();
        for (JavaClass type : MAIN) {
            for (String library : libraries(type)) {
                if (!ANNOTATIONS.contains(library) && !library.equals(LOGGING) && !library.equals(NATIVES)) {
                    importers
                            .computeIfAbsent(library + world(type), key -> new TreeSet<>())
                            .add(type.getPackageName());
                }
            }
        }

        assertThat(importers).isNotEmpty();
        importers.forEach((library, packages) ->
                assertThat(packages).as("who imports " + library).hasSize(1));
    }

    /** A plugin does not see the others, so that each may have a library of its own; everything else is one world. */
    private static String world(JavaClass type) {
        Matcher plugin = Pattern.compile("dev\\.zograf\\.contrib\\.\\w+").matcher(type.getPackageName());
        return plugin.lookingAt() ? " of " + plugin.group() : "";
    }

    /** The first words of the packages that a class uses, apart from ours and the JDK's: one library each. */
    private static Set<String> libraries(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .map(JavaClass::getPackageName)
                .filter(name -> !name.isEmpty() && !name.startsWith("dev.zograf"))
                .filter(name -> !name.matches("(java|javax|jdk|sun|com\\.sun|org\\.w3c|org\\.xml)(\\..*)?"))
                .map(ArchitectureTest::library)
                .collect(Collectors.toSet());
    }

    private static String library(String packageName) {
        String[] words = packageName.split("\\.", -1);
        boolean house = packageName.matches("(com|tools|org\\.apache|org\\.bytedeco)\\..*");
        int length = house ? 3 : 2;
        return Stream.of(words).limit(length).collect(Collectors.joining("."));
    }

    @Test
    void everyPackageSaysWhatItIs() {
        Set<String> packages =
                MAIN.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        for (String name : packages) {
            Optional<JavaClass> info = MAIN.stream()
                    .filter(type -> type.getName().equals(name + ".package-info"))
                    .findFirst();
            assertThat(info).as("package-info of " + name).isPresent();
            assertThat(info.orElseThrow().isAnnotatedWith(NullMarked.class))
                    .as("@NullMarked on " + name)
                    .isTrue();
        }
    }

    @Test
    void packagesSayItInTenLines() throws IOException {
        for (Path info : sources("package-info.java")) {
            String text = Files.readString(info);
            String doc = text.substring(text.indexOf("/**"), text.indexOf("*/")).replaceFirst("^/\\*\\*\\s*", "");
            assertThat(doc.strip().lines().count()).as("lines of " + info).isBetween(1L, 10L);
        }
    }

    @Test
    void namesSayWhatAThingIs() {
        assertThat(MAIN.stream().map(JavaClass::getName))
                .noneMatch(name -> name.matches(".*\\.utils?\\..*|.*(Impl|Manager|Utils?)|.*\\.Abstract[A-Z][^.]*"));
    }

    @Test
    void filesHoldOneIdea() throws IOException {
        for (Path source : sources(".java")) {
            assertThat(Files.readAllLines(source).size())
                    .as("lines of " + source)
                    .isLessThanOrEqualTo(400);
        }
    }

    /** The main sources whose names end so. */
    private static List<Path> sources(String end) throws IOException {
        Path root = Checkout.root();
        try (Stream<Path> walk = Files.walk(root)) {
            List<Path> sources = walk.filter(file -> file.toString().endsWith(end))
                    .filter(file ->
                            root.relativize(file).toString().replace('\\', '/').contains("src/main/java/"))
                    .toList();
            assertThat(sources).isNotEmpty();
            return sources;
        }
    }
}
