package tcplab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tcplab kernel install}: writes the kernelspec, with what the user wants of the JVM. */
@Command(
    name = "install",
    description = "Writes the kernelspec, so that Jupyter offers the kernel.",
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab kernel install --user && jupyter kernelspec list",
      "  tcplab kernel install --jdk /usr/lib/jvm/jdk-25 --jvm-arg -Xmx8g --env TZ=UTC"
    })
final class KernelInstallCommand implements Callable<Integer> {
  private static final String CONNECTION_FILE = "{connection_file}";

  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup private Target target = new Target();

  @Option(
      names = "--jdk",
      paramLabel = "DIR",
      description =
          "the JDK to run the kernel (default: JAVA_HOME, else java on PATH, at each start)")
  private @Nullable Path jdk;

  @Option(
      names = "--jvm-arg",
      paramLabel = "ARG",
      arity = "1",
      description = "an argument for the JVM, such as -Xmx8g; may be repeated")
  private List<String> jvmArguments = List.of();

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      arity = "1",
      description = "an environment variable of the kernel; may be repeated")
  private List<String> variables = List.of();

  @Option(
      names = "--relocatable",
      hidden = true,
      description = "names the launcher relative to the kernelspec's folder, as the wheel needs it")
  private boolean relocatable;

  /** Where to: at most one of these. */
  static final class Target {
    @Option(names = "--user", description = "into the user's Jupyter data folder (default)")
    private boolean user;

    @Option(
        names = "--prefix",
        paramLabel = "DIR",
        description = "into DIR/share/jupyter/kernels, such as a Python environment's sys.prefix")
    private @Nullable Path prefix;
  }

  @Override
  public Integer call() throws IOException {
    Path prefix = target.prefix;
    if (prefix != null && !Files.isDirectory(prefix)) {
      throw wrong("--prefix " + prefix + ": no such folder");
    }
    Map<String, String> environment = environment();
    checkJvm();
    Path data = prefix == null ? KernelSpecFiles.userData() : prefix.resolve("share/jupyter");
    KernelSpecFiles files = new KernelSpecFiles(data.resolve("kernels").toAbsolutePath());
    files.install(command(files), environment);
    spec.commandLine().getOut().println("installed kernelspec tcplab in " + files.folder());
    return ExitCode.OK;
  }

  /** The variables for kernel.json; the launcher looks for the JDK in JAVA_HOME first. */
  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      String name = variable.substring(0, Math.max(0, equals));
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw wrong("--env " + variable + ": write it as NAME=VALUE");
      }
      environment.put(name, variable.substring(equals + 1));
    }
    if (jdk != null) {
      if (environment.containsKey("JAVA_HOME")) {
        throw wrong("--jdk and --env JAVA_HOME say the same thing; give one of them");
      }
      // Jupyter replaces $NAME in the values of kernel.json's env; $$ stands for a dollar sign.
      String home = jdk.toAbsolutePath().normalize().toString();
      environment.put("JAVA_HOME", home.replace("$", "$$"));
    }
    return environment;
  }

  /** A kernel that cannot start is told of now, not in the notebook. */
  private void checkJvm() throws IOException {
    Path home = jdk == null ? Path.of(System.getProperty("java.home")) : jdk;
    if (jdk != null) {
      String problem = JdkCheck.problem(jdk);
      if (problem != null) {
        throw wrong("--jdk " + jdk + ": " + problem);
      }
    }
    for (String argument : jvmArguments) {
      if (!argument.startsWith("-")) {
        throw wrong("--jvm-arg " + argument + ": an argument of the JVM begins with -");
      }
    }
    if (jdk != null || !jvmArguments.isEmpty()) {
      String refusal = JdkCheck.refusal(home, jvmArguments);
      if (refusal != null) {
        throw wrong("the JVM of " + home + " does not start with these arguments: " + refusal);
      }
    }
  }

  /**
   * The words that start the kernel: those of the launcher that started us, else of a launcher that
   * is installed together with the jar, so that the jar at hand may be moved or deleted. Where
   * there is no shell for it, Java itself.
   */
  private List<String> command(KernelSpecFiles files) throws IOException {
    List<String> words = new ArrayList<>();
    String launcher = System.getProperty("tcplab.launcher");
    if (launcher == null && KernelSpecFiles.onWindows()) {
      words.add((jdk == null ? Path.of(System.getProperty("java.home")) : jdk) + "/bin/java");
      words.addAll(jvmArguments);
      words.addAll(List.of("-jar", KernelSpecFiles.jar().toString()));
    } else {
      if (launcher == null || relocatable) {
        launcher = files.installLauncher().toString();
      }
      words.add(relocatable ? "{resource_dir}/" + KernelSpecFiles.LAUNCHER : launcher);
      jvmArguments.forEach(argument -> words.add("--jvm-arg=" + argument));
    }
    words.addAll(List.of("kernel", "run", CONNECTION_FILE));
    return words;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), Terminal.inert(message));
  }
}
