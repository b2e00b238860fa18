package dev.lossline.endtoend;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dependencies that packages and modules may have. */
class LayeringTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final String OURS = "dev.lossline";

    /** A package with more types probably is two. */
    private static final int MAX_TYPES = 25;

    /** All main classes of the modules in the reactor. */
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPaths(modules());

    private static List<Path> modules() {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> tests = Files.list(ROOT.resolve("tests"))) {
            return Stream.concat(top, tests)
                    .map(module -> module.resolve("target/classes"))
                    .filter(classes -> Files.isDirectory(classes.resolve("dev/lossline")))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void allModulesAreChecked() {
        assertThat(MAIN.stream()
                        .map(type -> type.getPackageName().split("\\.", -1)[2])
                        .distinct())
                .contains(
                        "specification",
                        "contract",
                        "training",
                        "stack",
                        "orchestrator",
                        "evaluator",
                        "trainer",
                        "cli",
                        "drill",
                        "bench");
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(packages()).should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void packagesAreSmall() {
        Map<String, Long> sizes = MAIN.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes)
                .allSatisfy((name, types) ->
                        assertThat(types).as("types in %s", name).isLessThanOrEqualTo(MAX_TYPES));
    }

    @ParameterizedTest
    @CsvSource({
        "specification, org.apache.kafka..",
        "training, org.apache.kafka..",
        "specification, io.quarkus..",
        "contract, io.quarkus..",
        "training, io.quarkus..",
        "stack, io.quarkus..",
        "cli, io.quarkus..",
        "specification, io.smallrye..",
        "contract, io.smallrye..",
        "training, io.smallrye..",
        "specification, jakarta..",
        "contract, jakarta..",
        "training, jakarta..",
        "contract, ai.djl..",
        "orchestrator, ai.djl..",
    })
    void doesNotUseTheLibrary(String module, String library) {
        noClasses()
                .that()
                .resideInAPackage(OURS + "." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(MAIN);
    }

    /** Services communicate through the log and the tables, and libraries do not know who uses them. */
    @ParameterizedTest
    @CsvSource({
        "specification, contract training stack trainer orchestrator evaluator cli",
        "training, contract stack trainer orchestrator evaluator cli",
        "contract, training stack trainer orchestrator evaluator cli",
        "stack, training trainer orchestrator evaluator cli",
        "trainer, stack orchestrator evaluator cli",
        "orchestrator, training stack trainer evaluator cli",
        "evaluator, stack trainer orchestrator cli",
        "cli, trainer orchestrator evaluator",
    })
    void doesNotUseTheModules(String module, String others) {
        String[] packages = Stream.of((others + " testing drill bench").split(" "))
                .map(other -> OURS + "." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(OURS + "." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(MAIN);
    }

    private static SliceAssignment packages() {
        return new SliceAssignment() {
            @Override
            public String getDescription() {
                return "packages";
            }

            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().startsWith(OURS)
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }
        };
    }
}
