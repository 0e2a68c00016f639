package io.millrace.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
}
