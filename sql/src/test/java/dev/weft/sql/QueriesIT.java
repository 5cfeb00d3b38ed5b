package dev.weft.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PortName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The queries of the files in {@code queries/}, over every construct that queries have: each is run
 * on a real cluster over the records in {@code records.yaml}, and its lineage is compared too.
 */
final class QueriesIT {
  private static final int AT_ONCE = 4;

  @TempDir private static Path folder;
  private static QueryRig rig;
  private static ExecutorService runs;

  @BeforeAll
  @SuppressWarnings("unchecked") // As the file is written.
  static void start() throws Exception {
    rig = QueryRig.start(folder);
    runs = Executors.newFixedThreadPool(AT_ONCE);
    var records = (Map<String, List<Map<String, Object>>>) TestPorts.yaml("records.yaml");
    rig.topics(1, records.keySet().stream().map(PortName::of).toArray(PortName[]::new));
    records.forEach((port, written) -> rig.write(PortName.of(port), written));
    rig.writeFormats();
    rig.remove(PortName.of("bank.accounts"), "y".getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() {
    runs.shutdownNow();
    rig.close();
  }

  @TestFactory
  Stream<DynamicTest> basics() {
    return tests("basics.yaml");
  }

  @TestFactory
  Stream<DynamicTest> nestedValues() {
    return tests("nested.yaml");
  }

  @TestFactory
  Stream<DynamicTest> groupsAndWindows() {
    return tests("groups.yaml");
  }

  @TestFactory
  Stream<DynamicTest> joinsAndSets() {
    return tests("joins.yaml");
  }

  @TestFactory
  Stream<DynamicTest> functionsFromJars() {
    return tests("functions.yaml");
  }

  @TestFactory
  Stream<DynamicTest> otherFormats() {
    return tests("formats.yaml");
  }

  @TestFactory
  Stream<DynamicTest> hiddenValues() {
    return tests("hidden.yaml");
  }

  /** All of a file run side by side; each is a test that waits for its own. */
  private static Stream<DynamicTest> tests(String file) {
    return QueryCase.of(file).stream()
        .map(
            expected -> {
              var run = runs.submit(() -> run(expected));
              return DynamicTest.dynamicTest(
                  expected.name(), () -> assertThat(run.get()).isEqualTo(expected));
            })
        .toList()
        .stream();
  }

  private static QueryCase run(QueryCase query) {
    var checked = new AtomicReference<CheckedQuery>();
    try (var rows = rig.planner.look(query.text(), rig.ports, true, checked::set, rig.launch())) {
      return query.with(checked.get().outputs().get(0), rows);
    }
  }
}
