package dev.tusk.examples;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code tusk} command. Exit status: 0 when the tool did its work, 2 on wrong usage with one
 * line that says what is wrong, 1 when the tool itself failed.
 */
@Command(
    name = "tusk",
    description = "From a maths question, or a program, to a verified answer.",
    subcommands = {
      SolveCommand.class,
      ReviewCommand.class,
      RunCommand.class,
      CheckCommand.class,
      GradeCommand.class,
      EvaluateCommand.class,
      CurateCommand.class,
      ServeCommand.class
    },
    mixinStandardHelpOptions = true,
    version = "tusk 0.1.0")
public final class TuskCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new TuskCommand())
        .setParameterExceptionHandler(TuskCommand::wrongUsage)
        .setExecutionExceptionHandler(TuskCommand::failed);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "missing command: solve, review, run, check, grade, evaluate, curate or serve (tusk --help"
            + " tells more)");
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    e.getCommandLine().getErr().println("tusk: " + oneLine(String.valueOf(e.getMessage())));
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    String message = e.getMessage();
    err.println("tusk: " + oneLine(message == null ? e.toString() : message));
    if (Boolean.getBoolean("tusk.trace")) {
      e.printStackTrace(err);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
