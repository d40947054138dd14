package dev.zograf.examples.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The house rules for whoever embeds Zograf: the starter, the adapters and the examples. */
class HostArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.zograf");

    private static final String[] HOSTS = {
        "dev.zograf.spring..",
        "dev.zograf.contrib.chat..",
        "dev.zograf.contrib.langchain4j..",
        "dev.zograf.contrib.springai..",
        "dev.zograf.examples.."
    };

    @Test
    void hostsComeThroughTheDoor() {
        noClasses()
                .that()
                .resideInAnyPackage(HOSTS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.zograf.runtime..",
                        "dev.zograf.cli..",
                        "dev.zograf.nodes..",
                        "dev.zograf.models..",
                        "dev.zograf.tensor..")
                .check(MAIN);
    }

    @Test
    void nobodyInsideKnowsAHost() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HOSTS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HOSTS)
                .check(MAIN);
    }

    @Test
    void eachLibraryOfHostsHasOnePackageApartFromTheExamples() {
        assertThat(importers("dev.langchain4j.")).containsExactly("dev.zograf.contrib.langchain4j");
        assertThat(importers("org.springframework.ai.")).containsExactly("dev.zograf.contrib.springai");
        assertThat(importers("org.springframework.boot.")).containsExactly("dev.zograf.spring");
        assertThat(importers("jakarta.servlet.")).isEmpty();
        assertThat(importers("net.dv8tion.")).containsExactly("dev.zograf.contrib.chat.discord");
        assertThat(importers("com.pengrad.")).containsExactly("dev.zograf.contrib.chat.telegram");
        assertThat(importers("com.google.gson.")).containsExactly("dev.zograf.contrib.chat.json");
        // The starter hands the application's registry on.
        assertThat(importers("io.micrometer.")).containsExactly("dev.zograf.metrics", "dev.zograf.spring");
    }

    @Test
    void theChatBotGoesOneWay() {
        String chat = "dev.zograf.contrib.chat";
        String[] services = {chat + ".discord..", chat + ".telegram.."};
        noClasses()
                .that()
                .resideInAnyPackage(services)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.zograf", "dev.zograf.api..", chat + ".imagine..", chat + ".app..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAnyPackage(chat, chat + ".json..", chat + ".imagine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(chat + ".discord..", chat + ".telegram..", chat + ".app..")
                .check(MAIN);
    }

    private static Set<String> importers(String library) {
        return MAIN.stream()
                .filter(type -> !type.getPackageName().startsWith("dev.zograf.examples"))
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .anyMatch(target ->
                                target.getBaseComponentType().getName().startsWith(library)))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyPackageSaysWhatItIs() {
        Set<String> silent = MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> MAIN.stream()
                        .noneMatch(type -> type.getName().equals(name + ".package-info")
                                && type.isAnnotatedWith(NullMarked.class)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(silent).isEmpty();
    }
}
