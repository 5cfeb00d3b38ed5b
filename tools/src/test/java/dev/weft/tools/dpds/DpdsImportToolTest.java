package dev.weft.tools.dpds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.ProblemException;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Known;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DpdsImportToolTest {
  private static final String DESCRIPTOR =
      """
      dataProductDescriptor: 1.0.0
      info: {name: trips, version: 1.0.0, domain: transport, owner: {id: olga}}
      interfaceComponents:
        outputPorts:
          - {$ref: 'ports/stops.yaml'}
      """;
  private static final String PORT =
      """
      name: stops
      version: 1.0.0
      promises: {slo: {name: s, version: 1.0.0, specification: x, definition: y}}
      """;

  private static final String MESH =
      """
      {apiVersion: weft.dev/v1, kind: Domain, name: transport}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: olga}
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void writesFilesThatApplyTakes() throws IOException {
    var descriptor = write("trips.yaml", DESCRIPTOR);
    var port = write("ports/stops.yaml", PORT);

    var exitCode = run(descriptor, port, "--output", folder.resolve("out").toString());

    assertThat(exitCode).isZero();
    assertThat(err.toString()).contains("1 product, 1 contract, ");
    var files = new ArrayList<SourceText>();
    for (var name : List.of("trips.odps.yaml", "trips-stops.odcs.yaml")) {
      files.add(new SourceText(name, Files.readString(folder.resolve("out").resolve(name))));
    }
    assertThat(files.get(0).text()).startsWith("# status: ");
    files.add(new SourceText("mesh.yaml", MESH));
    var problems = new Problems();
    new Documents().load(files, Known.NOTHING, problems);
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void aFileThatIsNotTextIsSaid() throws IOException {
    var file = folder.resolve("a.json");
    Files.write(file, DESCRIPTOR.getBytes(StandardCharsets.UTF_16));

    assertThatThrownBy(() -> run(file.toString()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo("not-utf-8"));
  }

  private String write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return file.toString();
  }

  private int run(String... arguments) {
    return new DpdsImportTool().run(new PrintWriter(out), new PrintWriter(err), arguments);
  }
}
