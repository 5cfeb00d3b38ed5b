package dev.weft.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.TypeDescription;
import dev.weft.flow.TypeDescription.SettingDescription;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.tools.flowtest.FlowTestTool;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keeps the reference of processors equal to their settings records. {@code -Dgolden.write=true}
 * writes it anew, to be reviewed.
 */
class ProcessorReferenceTest {
  private static final Path REFERENCE = Path.of("../docs/processors.md");
  private static final String HEAD =
      """
      # Processors

      What a flow can be made of, and every setting of each. Made from the settings records by
      `ProcessorReferenceTest`, which fails when this page is out of date; `GET /api/v1/processor-types` answers the same.
      [The manual](manual.md#flows-and-processors) shows how flows are written. Connectors of Kafka Connect are processors
      [too](flows.md#kafka-connect-connectors-as-processors), with the settings that they declare. `weft flow test examples/processors` runs the
      examples.
      """;

  @Test
  void eachTypeHasAnExampleThatDoesWhatItSays() throws IOException {
    var examples = ProcessorExamples.read();
    var printed = new StringWriter();

    var exit =
        new FlowTestTool()
            .run(
                new PrintWriter(printed),
                new PrintWriter(printed),
                ProcessorExamples.FOLDER.toString());

    assertThat(exit).as(printed.toString()).isZero();
    assertThat(types()).extracting(TypeDescription::name).allMatch(examples.byType()::containsKey);
  }

  @Test
  void theReferenceSaysWhatTheRecordsSay() throws IOException {
    var written = reference();

    if (System.getProperty("golden.write") != null) {
      Files.writeString(REFERENCE, written);
    }
    assertThat(REFERENCE).content().isEqualTo(written);
  }

  private static String reference() throws IOException {
    var examples = ProcessorExamples.read();
    return types().stream()
        .map(type -> section(type) + examples.markdown(type.name()).map(it -> "\n" + it).orElse(""))
        .collect(Collectors.joining("\n", HEAD + "\n", ""));
  }

  private static List<TypeDescription> types() {
    var found = new ArrayList<ProcessorType<?>>();
    for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class)) {
      found.add(type);
    }
    return new ProcessorTypes(found).describe();
  }

  private static String section(TypeDescription type) {
    var rows = type.settings().stream().map(ProcessorReferenceTest::row);
    return """
        ## %s

        %s%s

        | setting | type | when left out | meaning |
        |---|---|---|---|
        %s
        """
        .formatted(
            type.name(),
            type.source() ? "*Source.* " : "",
            type.summary() + relationships(type),
            rows.collect(Collectors.joining("\n")));
  }

  private static String relationships(TypeDescription type) {
    return type.relationships().isEmpty()
        ? ""
        : " Relationships: "
            + type.relationships().stream()
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "))
            + ".";
  }

  private static String row(SettingDescription setting) {
    var otherwise =
        setting.required()
            ? "**required**"
            : setting.defaultValue().map(ProcessorReferenceTest::code).orElse("");
    return "| `%s` | %s | %s | %s%s |"
        .formatted(
            setting.name(),
            setting.type().replace("|", "\\|"),
            otherwise,
            setting.doc().replace("|", "\\|"),
            setting.sensitive() ? " A secret: give it by a `sensitive` parameter." : "");
  }

  private static String code(String value) {
    return "`" + value.replace("|", "\\|") + "`";
  }
}
