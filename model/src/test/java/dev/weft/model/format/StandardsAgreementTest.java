package dev.weft.model.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our checks say invalid exactly where the schema of the standard does, over some thousand small
 * changes of documents that use every key; of the largest only every third, for speed.
 */
class StandardsAgreementTest {
  /** Where we differ on purpose, each with its reason. */
  private static final Pattern DIFFERENT =
      Pattern.compile(
          String.join(
              "|",
              // Dates are formats in the schema, which validators do not check; we do.
              ".* for (dateIn|dateOut|contractCreatedTs|productCreatedTs) of .*",
              // Names become topics and keys of the log: narrower than any text.
              "put \"a b\" for id of ",
              "put \"a b\" for name of /outputPorts/0"));

  private final Documents documents = new Documents();

  @ParameterizedTest
  @CsvSource({
    "full-3.1.odcs.yaml, odcs-3.1.0.schema.json, 3, 800",
    "full-3.0.odcs.yaml, odcs-3.0.2.schema.json, 1, 700",
    "full-1.0.odps.yaml, odps-1.0.0.schema.json, 1, 700"
  })
  void saysWhatTheSchemaSays(String file, String schemaFile, int step, int mutantsAtLeast)
      throws IOException {
    var schema = schema(schemaFile);
    var all = Mutations.of(document(file));
    var mutants =
        IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get).toList();

    var differences = new ArrayList<String>();
    for (var mutant : mutants) {
      var theirs = schema.validate(Json.text(mutant.tree()), InputFormat.JSON);
      var ours = check(mutant.tree());
      if (theirs.isEmpty() != ours.isEmpty() && !DIFFERENT.matcher(mutant.what()).matches()) {
        differences.add(mutant.what() + "\n  schema: " + theirs + "\n  we: " + ours.all());
      }
    }

    assertThat(differences).isEmpty();
    assertThat(mutants.size()).isGreaterThan(mutantsAtLeast);
    assertThat(check(document(file)).all()).isEmpty();
  }

  private Problems check(ObjectNode tree) {
    var problems = new Problems();
    documents.check(List.of(new Document("m.yaml", 0, tree, new Places("m.yaml"))), problems);
    return problems;
  }

  private ObjectNode document(String file) throws IOException {
    var problems = new Problems();
    try (var in = getClass().getResourceAsStream(file)) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      var read = documents.read(new SourceText(file, text), problems);
      assertThat(problems.all()).isEmpty();
      return read.get(0).tree();
    }
  }

  private static Schema schema(String file) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
        .getSchema(Files.readString(SharedFiles.path("standards/" + file)));
  }
}
