package dev.weft.standards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SpecificationVersion;
import dev.weft.model.Json;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Editions;
import dev.weft.model.format.SourceText;
import dev.weft.standards.asyncapi.AsyncApi;
import dev.weft.standards.dcat.RdfText;
import dev.weft.standards.dpds.Descriptor;
import dev.weft.standards.dpds.DescriptorImport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a product and a contract hold, what is written of them is right, and can be read. */
class EveryDocumentTest {
  private static final int DOCUMENTS = 15;

  private final Documents documents = new Documents();

  @ParameterizedTest
  @ValueSource(strings = {"full-3.1.odcs.yaml", "full-3.0.odcs.yaml", "full-1.0.odps.yaml"})
  void writtenAndReadItIsTheSame(String file) {
    var original = Samples.document(file);
    for (var seed = 0; seed < DOCUMENTS; seed++) {
      var tree = new RandomDocuments(seed).of(original);

      var yaml = Samples.read(new SourceText("a.yaml", documents.write(tree)));
      var json = Samples.read(new SourceText("a.json", tree.toPrettyString()));

      assertThat(yaml).as("seed %d", seed).isEqualTo(tree);
      assertThat(json).as("seed %d", seed).isEqualTo(tree);
    }
  }

  @Test
  void theOldEditionIsValidInTheNewOne() throws IOException {
    var schema = Schemas.of("odcs-3.1.0.schema.json", SpecificationVersion.DRAFT_2019_09);
    var original = Samples.document("full-3.0.odcs.yaml");
    for (var seed = 0; seed < DOCUMENTS; seed++) {
      var newest = Editions.newest(new RandomDocuments(seed).of(original));

      assertThat(Samples.isSound(newest)).as("seed %d", seed).isTrue();
      assertThat(Schemas.wrong(schema, newest)).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void asyncApiAndDescriptorsAreValid() throws IOException {
    var asyncApi = Schemas.of("asyncapi-3.1.0.schema.json", SpecificationVersion.DRAFT_7);
    var dpds = Schemas.of("dpds-1.0.0.schema.json", SpecificationVersion.DRAFT_2020_12);
    var wrong = new ArrayList<String>();
    for (var seed = 0; seed < DOCUMENTS; seed++) {
      var facts = facts(seed);
      for (var each : Schemas.wrong(asyncApi, AsyncApi.of(facts, Samples.MESH))) {
        wrong.add("seed " + seed + " AsyncAPI " + each);
      }
      for (var each : Schemas.wrong(dpds, Descriptor.of(facts, Samples.MESH))) {
        wrong.add("seed " + seed + " DPDS " + each);
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void bothFormsOfTheCatalogAreTheSameGraph() throws IOException {
    for (var seed = 0; seed < DOCUMENTS; seed++) {
      assertThat(RdfText.sameInBothForms(facts(seed), Samples.MESH)).as("seed %d", seed).isTrue();
    }
  }

  /** A contract that was written into a descriptor comes back as it was. */
  @Test
  void contractsSurviveADescriptor() {
    for (var seed = 0; seed < DOCUMENTS; seed++) {
      var facts = facts(seed);
      var descriptor = Descriptor.of(facts, Samples.MESH);

      var read = DescriptorImport.of(new SourceText("a.json", Json.text(descriptor)), List.of());

      assertThat(read.contracts())
          .as("seed %d", seed)
          .isEqualTo(facts.ports().stream().map(port -> port.document().orElseThrow()).toList());
    }
  }

  private static ProductFacts facts(int seed) {
    var random = new RandomDocuments(seed);
    ObjectNode contract =
        random.of(Samples.document(seed % 2 == 0 ? "full-3.1.odcs.yaml" : "full-3.0.odcs.yaml"));
    return Samples.facts(random.of(Samples.document("full-1.0.odps.yaml")), contract);
  }
}
