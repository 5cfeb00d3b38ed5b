package dev.weft.cli;

/** The command {@code weft}, but for {@code up}, {@code demo} and {@code test}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLineClient(Terminal.ofThisProcess()).run(arguments));
  }
}
