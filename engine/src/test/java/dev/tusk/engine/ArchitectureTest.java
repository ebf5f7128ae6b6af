package dev.tusk.engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md that the compiler cannot check. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tusk");

  @Test
  void seesEveryModuleThatItRulesOver() {
    for (String module : List.of("dev.tusk.sandbox", "dev.tusk.symbolic", "dev.tusk.engine")) {
      assertThat(CLASSES.that(resideInAPackage(module + "..")))
          .as("classes of " + module)
          .hasSizeGreaterThan(15);
    }
  }

  @Test
  void sandboxAndSymbolicNeverKnowEachOtherNorEngine() {
    noClasses()
        .that()
        .resideInAPackage("dev.tusk.sandbox..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.tusk.symbolic..", "dev.tusk.engine..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.tusk.symbolic..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.tusk.sandbox..", "dev.tusk.engine..")
        .check(CLASSES);
  }

  @Test
  void theProcessHostKnowsNothingOfPython() {
    noClasses()
        .that()
        .resideInAPackage("dev.tusk.sandbox.process..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.tusk.sandbox..")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        resideInAPackage("dev.tusk.sandbox.process.."))))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.tusk.sandbox.process..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.graalvm..", "com.oracle..")
        .check(CLASSES);
  }

  /** The classes of the sandbox that run inside a worker. */
  private static final String WORKER_SIDE =
      "dev\\.tusk\\.sandbox\\." + "(Guest|ProgramAnalysis|ReuseRule|SyntaxTree|BoundedOutput).*";

  @Test
  void onlyTheWorkersSideKnowsPythonsRuntime() {
    noClasses()
        .that()
        .haveNameNotMatching(WORKER_SIDE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.graalvm..", "com.oracle..")
        .check(CLASSES);
  }

  @Test
  void onlyTheOnnxPackageAndTheLockdownCallNativeCode() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.tusk.engine.onnx..", "dev.tusk.sandbox.lockdown..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.foreign.Linker")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.foreign.SymbolLookup")
        .check(CLASSES);
  }

  @Test
  void onlySymbolicKnowsSymja() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tusk.symbolic..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.matheclipse..")
        .check(CLASSES);
  }

  /**
   * A module's root package and its internals may know each other; other packages form no cycle.
   */
  @Test
  void packagesOfAModuleFormNoCycle() {
    slices().matching("dev.tusk.*.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingPublicShowsAnArray() {
    Set<String> arrays = new TreeSet<>();
    CLASSES.stream()
        .filter(c -> c.isRecord() && c.getModifiers().contains(JavaModifier.PUBLIC))
        .filter(c -> c.getFields().stream().anyMatch(f -> f.getRawType().isArray()))
        .forEach(c -> arrays.add(c.getName()));
    // Frames' payloads are bytes, handed over and not kept.
    arrays.remove("dev.tusk.sandbox.process.WorkerReply$Answered");
    assertThat(arrays).as("public records that hold an array").isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked = new TreeSet<>();
    CLASSES.stream()
        .map(c -> c.getPackage())
        .filter(p -> !p.isAnnotatedWith(org.jspecify.annotations.NullMarked.class))
        .forEach(p -> unmarked.add(p.getName()));
    assertThat(unmarked).as("packages without @NullMarked").isEmpty();
  }

  @Test
  void librariesWriteNothingToTheStandardStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.tusk.sandbox.process..")
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }
}
