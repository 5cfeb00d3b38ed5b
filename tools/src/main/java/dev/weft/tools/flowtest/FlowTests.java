package dev.weft.tools.flowtest;

import dev.weft.flow.DryRun;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.ProblemException;
import dev.weft.policy.CelExpressions;
import dev.weft.registry.ContractChecks;
import dev.weft.spi.Expressions;
import dev.weft.tools.flowtest.Comparison.Difference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs files of tests. */
final class FlowTests {
  private final ProcessorTypes types;
  private final Expressions expressions = new CelExpressions();
  private final ContractChecks checks = new ContractChecks(expressions);
  private final Map<Path, MeshFolder> meshes = new HashMap<>();

  FlowTests(ProcessorTypes types) {
    this.types = types;
  }

  /** One test and what is not as expected; empty when it has passed. */
  record Result(String file, String flow, String name, List<Difference> differences) {
    boolean passed() {
      return differences.isEmpty();
    }
  }

  /** What cannot be run at all, such as a file without a flow, is thrown as problems. */
  List<Result> run(Path path) {
    var file = TestFile.read(path);
    var mesh = meshes.computeIfAbsent(file.mesh(), MeshFolder::read);
    var results = new ArrayList<Result>();
    for (var test : file.tests()) {
      results.add(
          new Result(path.toString(), file.flow(), test.name(), differences(file, test, mesh)));
    }
    return results;
  }

  private List<Difference> differences(TestFile file, FlowTest test, MeshFolder mesh) {
    var surroundings = new DryRun.Surroundings(types, expressions, checks, mesh::contract);
    var flow = mesh.flow(file.flow());
    try {
      var outcome = DryRun.run(mesh.spec(flow), test.parameters(), surroundings, test.script());
      return Comparison.of(outcome, test.expect(), file.fixtures());
    } catch (ProblemException e) {
      var expected = test.expect().path("error").asText("");
      if (!expected.isEmpty() && e.getMessage().contains(expected)) {
        return List.of();
      }
      var lines = new ArrayList<String>();
      if (!expected.isEmpty()) {
        lines.add("- " + expected);
      }
      e.problems()
          .forEach(
              one ->
                  lines.add(
                      "+ "
                          + (one.place().path().isEmpty() ? "" : one.place().path() + ": ")
                          + one.message()
                          + (one.hint().isEmpty() ? "" : " " + one.hint())));
      return List.of(new Difference("error", lines));
    }
  }
}
