package dev.weft.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.flow.ProcessorTypes;
import dev.weft.model.format.SourceText;
import dev.weft.policy.CelExpressions;
import dev.weft.policy.PolicyEngine;
import dev.weft.registry.ContractChecks;
import dev.weft.server.Fixture;
import dev.weft.server.apply.Applier;
import dev.weft.server.apply.DocumentChecks;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.testing.MemoryMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files that the manual shows can be applied, all together, as they stand there. */
class ManualTest {
  private static final Path MANUAL = Path.of("../docs/manual.md");
  private static final Pattern FILE = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

  @Test
  void theFilesOfTheManualAreApplied() throws IOException {
    var files = files();
    var mesh = new MemoryMesh(Clock.systemUTC());

    var applied =
        applier(mesh)
            .apply(
                Fixture.ADMIN,
                new Applier.Request(files, Map.of(), Map.of("password", "p", "token", "t"), false));

    assertThat(files).hasSizeGreaterThan(5);
    assertThat(applied.changes()).extracting(Applier.Change::action).containsOnly("create");
  }

  private static Applier applier(MemoryMesh mesh) {
    var types = new ArrayList<ProcessorType<?>>();
    for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class)) {
      types.add(type);
    }
    var policy = new PolicyEngine(Clock.systemUTC(), new byte[32]);
    mesh.follow(policy);
    var bound = new Fixture();
    return new Applier(
        mesh,
        bound.parameters,
        bound.contexts,
        new DocumentChecks(
            policy,
            new ProcessorTypes(types),
            new CelExpressions(),
            new ContractChecks(new CelExpressions()),
            Optional.empty()),
        Clock.systemUTC());
  }

  /** Named by the line where they begin, so that a problem leads there. */
  private static List<SourceText> files() throws IOException {
    var text = Files.readString(MANUAL);
    return FILE.matcher(text)
        .results()
        .map(
            block ->
                new SourceText(
                    "manual.md-line-" + text.substring(0, block.start(1)).lines().count() + ".yaml",
                    block.group(1)))
        .toList();
  }
}
