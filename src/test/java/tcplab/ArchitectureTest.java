package tcplab;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** Who may know whom: the arrows of ARCHITECTURE.md. */
@AnalyzeClasses(packages = "tcplab", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchRule tcp_knows_nothing = only("tcp");

  @ArchTest static final ArchRule capture_knows_tcp = only("capture", "tcp");

  @ArchTest
  static final ArchRule connection_knows_tcp_and_capture = only("connection", "tcp", "capture");

  @ArchTest static final ArchRule sockets_know_tcp = only("sockets", "tcp");

  @ArchTest static final ArchRule simulation_knows_tcp = only("simulation", "tcp");

  @ArchTest
  static final ArchRule table_knows_what_its_tables_are_made_of =
      only("table", "tcp", "capture", "connection", "sockets", "simulation");

  @ArchTest static final ArchRule dataframe_knows_table = only("dataframe", "table");

  @ArchTest
  static final ArchRule plot_knows_dataframe_and_above =
      only("plot", "dataframe", "table", "tcp", "capture", "connection", "sockets", "simulation");

  @ArchTest
  static final ArchRule report_knows_plot_and_table_and_what_they_show =
      only("report", "plot", "table", "tcp", "capture", "connection");

  @ArchTest static final ArchRule kernel_knows_nothing_of_tcp = only("kernel");

  @ArchTest
  static final ArchRule the_command_line_knows_all_but_dataframe_plot_and_kernel =
      noClasses()
          .that()
          .resideInAPackage("tcplab.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tcplab.dataframe..", "tcplab.plot..", "tcplab.kernel..");

  @ArchTest
  static final ArchRule only_dataframe_and_plot_and_the_root_know_tablesaw =
      noClasses()
          .that(
              resideOutsideOfPackages(
                  "tcplab", "tcplab.dataframe..", "tcplab.plot..", "tcplab.report.."))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("tech.tablesaw..");

  @ArchTest
  static final ArchRule nobody_knows_ijavas_own_engine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.spencerpark.ijava.execution..");

  @ArchTest
  static final ArchRule every_package_below_the_root_is_one_of_the_house =
      classes()
          .should()
          .resideInAnyPackage(
              packages(
                  "tcp",
                  "capture",
                  "connection",
                  "sockets",
                  "simulation",
                  "table",
                  "dataframe",
                  "plot",
                  "report",
                  "kernel",
                  "cli"));

  private static String[] packages(String... names) {
    return Stream.concat(
            Stream.of("tcplab"), Arrays.stream(names).map(name -> "tcplab." + name + ".."))
        .toArray(String[]::new);
  }

  /** A package may know itself, the given ones, and whatever is not tcplab's. */
  private static ArchRule only(String name, String... known) {
    DescribedPredicate<JavaClass> allowed =
        resideInAPackage("tcplab." + name + "..")
            .or(
                resideInAnyPackage(
                    Arrays.stream(known).map(k -> "tcplab." + k + "..").toArray(String[]::new)))
            .or(resideOutsideOfPackages("tcplab", "tcplab.."));
    return classes()
        .that()
        .resideInAPackage("tcplab." + name + "..")
        .should()
        .onlyDependOnClassesThat(allowed)
        .as(name + " depends only on itself and " + Arrays.toString(known))
        .allowEmptyShould(true);
  }
}
