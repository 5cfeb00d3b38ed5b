package dev.weft.bench;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * {@code weft bench}: lists the programs; {@code weft bench NAME [--option value]} runs one; {@code
 * weft bench all} runs one after the other.
 */
public final class Main {
  private static final String ALL = "all";

  private Main() {}

  public static void main(String[] arguments) {
    System.setProperty("weft.log", System.getProperty("java.io.tmpdir") + "/weft-bench.log");
    try {
      run(Arrays.asList(arguments), new PrintStream(System.out, true, StandardCharsets.UTF_8));
      System.exit(0);
    } catch (ProblemException e) {
      e.problems().forEach(p -> System.err.println(p.message() + " " + p.hint()));
      System.exit(e.first().kind().exitCode());
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(Problem.Kind.INTERNAL.exitCode());
    }
  }

  private static void run(List<String> arguments, PrintStream out) throws Exception {
    var launcher = Path.of(System.getProperty("weft.home", "."), "weft").toString();
    var programs =
        List.of(
            new GatewayProgram(),
            new LatencyProgram(),
            new ReadersProgram(),
            new FlowProgram(),
            new TasksProgram(),
            new FlowsProgram(),
            new DecisionsProgram(),
            new StartProgram(List.of(launcher)),
            new KillProgram(),
            new BackPressureProgram(),
            new LargeFileProgram(),
            new TuningProgram(),
            new SearchProgram(),
            new MeshProgram(List.of(launcher)),
            new PagesProgram(List.of(launcher)),
            new LineageProgram(),
            new QueryProgram(),
            new ManyQueries(),
            new LooksProgram(List.of(launcher)),
            new AuditProgram(),
            new ClassificationProgram(),
            new PromisesProgram());
    if (arguments.isEmpty()) {
      programs.forEach(program -> describe(program, out));
      return;
    }
    var name = arguments.get(0);
    var chosen = programs.stream().filter(one -> name.equals(ALL) || name.equals(one.name()));
    var list = chosen.toList();
    if (list.isEmpty()) {
      throw unknown(name, programs);
    }
    var report = new Report(out);
    for (var program : list) {
      var options = Options.parse(arguments.subList(1, arguments.size()), program.options());
      report.line("%n## %s %s", program.name(), options.values());
      report.machine();
      program.run(options, report);
      report.machine();
    }
  }

  private static void describe(Program program, PrintStream out) {
    out.printf("%-10s %s%n", program.name(), program.summary());
    var options = Options.parse(List.of(), program.options());
    options.values().forEach((name, value) -> out.printf("%-13s--%s %s%n", "", name, value));
  }

  private static ProblemException unknown(String name, List<? extends Program> programs) {
    var known = String.join(", ", programs.stream().map(Program::name).toList());
    return Problem.input(
            "unknown-program",
            Place.field(name),
            "There is no benchmark '" + name + "'.",
            "There are " + known + ", and all.")
        .asException();
  }
}
