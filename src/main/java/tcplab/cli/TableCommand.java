package tcplab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that prints a {@link CaptureTable}: what the commands have in common. */
abstract class TableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CaptureInput input = new CaptureInput();
  @Mixin private TableOutput output = new TableOutput();

  private final CaptureTable table;

  TableCommand(CaptureTable table) {
    this.table = table;
  }

  /** Whose rows it prints: all connections'. */
  ConnectionChoice choice() {
    return new ConnectionChoice(null);
  }

  @Override
  public final Integer call() throws IOException {
    return table.print(input, choice(), output, spec.commandLine().getErr());
  }

  /** One whose rows belong to a connection each. */
  abstract static class OfConnections extends TableCommand {
    @Mixin private ConnectionChoice choice = new ConnectionChoice();

    OfConnections(CaptureTable table) {
      super(table);
    }

    @Override
    final ConnectionChoice choice() {
      return choice;
    }
  }
}
