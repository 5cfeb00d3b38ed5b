package dev.weft.cli;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** All verbs together: reads the arguments, runs one verb, prints problems, knows the exit code. */
final class CommandLineClient {
  private final Terminal terminal;
  private final Session session;
  private final VerbGroups verbs;

  CommandLineClient(Terminal terminal) {
    this.terminal = terminal;
    session = new Session(terminal);
    verbs = new VerbGroups(session);
  }

  /** Runs one command and returns its exit code; everything is printed by then. */
  int run(String... arguments) {
    var commands = new CommandLine(new Weft(session));
    verbs.addTo(commands, arguments);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    // An argument that begins with @ is a value, never a file of further arguments.
    commands.setExpandAtFiles(false);
    commands.setUsageHelpAutoWidth(false);
    commands.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    commands.setExecutionStrategy(this::runVerb);
    commands.setParameterExceptionHandler((wrong, given) -> fail(problems(wrong)));
    commands.setExecutionExceptionHandler((failure, command, result) -> fail(failure));
    var exitCode = commands.execute(arguments);
    terminal.out().flush();
    terminal.err().flush();
    return exitCode;
  }

  /** Runs the verb; one that is a method runs on its group, which picocli expects as its parent. */
  private int runVerb(ParseResult parsed) {
    var deepest = parsed;
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
    }
    if (!deepest.isUsageHelpRequested()) { // help names the verbs as they are typed
      verbs.group(deepest.commandSpec()).ifPresent(deepest.commandSpec()::parent);
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private int fail(Exception failure) {
    if (failure instanceof ProblemException problem) {
      return fail(problem.problems());
    }
    if (terminal.environment().containsKey("WEFT_DEBUG")) {
      failure.printStackTrace(terminal.err());
    }
    return fail(
        List.of(
            new Problem(
                Problem.Kind.INTERNAL,
                "bug",
                Place.NOWHERE,
                "The command ended with " + failure + ".",
                "WEFT_DEBUG=1 shows where.")));
  }

  private int fail(List<Problem> problems) {
    var text =
        session.format() == Format.JSON
            ? ProblemPrinter.forPrograms(problems)
            : ProblemPrinter.forPeople(problems);
    terminal.out().flush();
    terminal.err().print(text);
    return problems.get(0).kind().exitCode();
  }

  /** What nobody knows comes first: a mistyped option is often the one that is missing. */
  private static List<Problem> problems(ParameterException wrong) {
    var command = wrong.getCommandLine();
    var unknown = command.getUnmatchedArguments();
    var problems = new ArrayList<Problem>();
    if (!unknown.isEmpty()) {
      problems.add(unknown(new UnmatchedArgumentException(command, unknown)));
    }
    if (!(wrong instanceof UnmatchedArgumentException)) {
      var message = wrong.getMessage();
      problems.add(
          Problem.input(
              "arguments",
              Place.NOWHERE,
              message.endsWith(".") ? message : message + ".",
              help(command)));
    }
    return problems;
  }

  private static Problem unknown(UnmatchedArgumentException unmatched) {
    var command = unmatched.getCommandLine();
    var word = unmatched.getUnmatched().get(0);
    var isVerb = !command.getSubcommands().isEmpty();
    var what = unmatched.isUnknownOption() ? "option" : isVerb ? "verb" : "argument";
    var suggestions = unmatched.getSuggestions();
    return Problem.input(
        "unknown-" + what,
        Place.field(word),
        "'" + word + "' is no " + what + " of '" + name(command) + "'.",
        suggestions.isEmpty() ? help(command) : "Did you mean '" + suggestions.get(0) + "'?");
  }

  private static String help(CommandLine command) {
    return "'" + name(command) + " --help' says what there is.";
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  /** The command itself: what holds for every verb. */
  @Command(
      name = "weft",
      description = "Find, share, read and trace data products.%n",
      versionProvider = Version.class,
      footer = {
        "",
        "Of the launcher: up, demo, test.",
        "The server is WEFT_URL (default http://127.0.0.1:8080); you are WEFT_TOKEN, or whoever has"
            + " logged in.",
        "Exit codes: 0 done, 1 bug, 2 input, 3 refused or environment."
      })
  static final class Weft implements Runnable {
    private final Session session;

    @CommandLine.Spec private CommandSpec spec;

    Weft(Session session) {
      this.session = session;
    }

    @Option(
        names = {"-o", "--output"},
        paramLabel = "table|yaml|json",
        description = "How to print the answer; json is one document with REST's keys.",
        scope = ScopeType.INHERIT)
    void output(Format format) {
      session.format(format);
    }

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "What this command does and takes.",
        scope = ScopeType.INHERIT)
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "The version of this program.")
    boolean version;

    @Override
    public void run() {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  /** The version that the build has written down. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      try (var file = Version.class.getResourceAsStream("build.properties")) {
        var build = new Properties();
        build.load(file);
        return new String[] {"weft " + build.getProperty("version")};
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
