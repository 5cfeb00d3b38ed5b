package dev.weft.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/** The command {@code weft}, but for {@code up}, {@code demo} and {@code test}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLineClient(Terminal.ofThisProcess()).run(arguments));
  }

  /**
   * Runs one command in a process that goes on, such as a test's; nobody is asked for passwords.
   *
   * @return the exit code
   */
  public static int run(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      String... arguments) {
    var terminal = new Terminal(in, out, err, environment, question -> Optional.empty());
    return new CommandLineClient(terminal).run(arguments);
  }
}
