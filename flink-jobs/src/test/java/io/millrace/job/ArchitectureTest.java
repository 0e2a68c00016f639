package io.millrace.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.millrace.job.topology.OperatorId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The wall between simulator and clockwork, and the order of packages. Main classes only, or the rules find themselves. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.millrace");

    @Test
    void theSimulatorKnowsNoEngineAndNoFileFormat() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace..")
                .and()
                .resideOutsideOfPackage("io.millrace.job..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.flink..", "org.apache.parquet..", "org.apache.hadoop..", "io.millrace.job..")
                .check(CLASSES);
    }

    @Test
    void nobodyUsesRandomnessOfThePlatform() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.util\\.(Random|SplittableRandom|UUID|concurrent\\.ThreadLocalRandom)|java\\.security\\.SecureRandom")
                .check(CLASSES);
    }

    @Test
    void theSimulatorReadsNoClock() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.job..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    @Test
    void stagesOfTheSimulatorAreStrangers() {
        for (String stage : new String[] {"attach", "sessionise", "flows"}) {
            for (String other : new String[] {"attach", "sessionise", "flows"}) {
                if (!stage.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage("io.millrace." + stage + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("io.millrace." + other + "..")
                            .allowEmptyShould(true)
                            .check(CLASSES);
                }
            }
        }
    }

    @Test
    void theCommandLineIsOnTop() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.job.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.job.cli..")
                .check(CLASSES);
    }

    @Test
    void packagesOfTheSimulatorKnowOnlyLowerOnes() {
        ordered(
                "io.millrace.",
                List.of("base"),
                List.of("digest"),
                List.of("random"),
                List.of("table"),
                List.of("contract"),
                List.of("slab"),
                List.of("policy"),
                List.of("story"),
                List.of("world"),
                List.of("merchants"),
                List.of("entities"),
                List.of("arrivals", "attach", "sessionise", "flows"),
                List.of("run"));
    }

    @Test
    void packagesOfTheJobsKnowOnlyLowerOnes() {
        ordered(
                "io.millrace.job.",
                List.of("slab"),
                List.of("metrics"),
                List.of("sinks", "attach", "sessionise", "flows"),
                List.of("world"),
                List.of("arrivals"),
                List.of("verify", "prepare", "entities", "replay"),
                List.of("report"),
                List.of("topology"),
                List.of("explain"),
                List.of("cli"));
    }

    @Test
    void curvesComeFromTablesMadeWithStrictArithmetic() {
        noClasses()
                .should()
                .callMethodWhere(JavaCall.Predicates.target(
                                HasOwner.Predicates.With.owner(HasName.Predicates.name("java.lang.Math")))
                        .and(JavaCall.Predicates.target(
                                HasName.Predicates.nameMatching("exp|expm1|log|log10|log1p|pow|sin|cos|tan"
                                        + "|asin|acos|atan|atan2|sinh|cosh|tanh|cbrt|hypot"))))
                .check(CLASSES);
    }

    /**
     * No package may use one that stands after it, nor a neighbour of its own row. {@link OperatorId} alone is known to
     * all: the list of uids stands beside the graphs, and each stage sets its own.
     */
    @SafeVarargs
    private static void ordered(String root, List<String>... rows) {
        for (int row = 0; row < rows.length; row++) {
            for (String name : rows[row]) {
                List<String> forbidden = new ArrayList<>();
                for (int above = row; above < rows.length; above++) {
                    rows[above].stream()
                            .filter(other -> !other.equals(name))
                            .forEach(other -> forbidden.add(root + other + ".."));
                }
                if (!forbidden.isEmpty()) {
                    noClasses()
                            .that()
                            .resideInAPackage(root + name + "..")
                            .should()
                            .dependOnClassesThat(
                                    JavaClass.Predicates.resideInAnyPackage(forbidden.toArray(String[]::new))
                                            .and(DescribedPredicate.not(JavaClass.Predicates.type(OperatorId.class))))
                            .check(CLASSES);
                }
            }
        }
    }
}
