package dev.weft.model.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.ResourceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class ExampleMeshTest {
  private final Documents documents = new Documents();
  private final Problems problems = new Problems();

  @Test
  void appliesWithoutAProblemInAnyOrderOfFiles() throws IOException {
    var files = SharedFiles.yaml("mesh-chinook");
    Collections.reverse(files);

    var loaded = documents.load(files, Known.NOTHING, problems);

    assertThat(problems.all()).isEmpty();
    assertThat(loaded)
        .extracting(checked -> checked.key().toString())
        .contains(
            "Domain/music-retail",
            "DataProduct/customers",
            "DataContract/customers-v1",
            "Flow/customers-ingest",
            "Query/spending-by-customer",
            "Policy/mask-personal-data",
            "User/ada",
            "Group/analysts")
        .hasSize(21);
  }

  @Test
  void theBankOfTheExamplesApplies() throws IOException {
    documents.load(SharedFiles.read(Path.of("..", "examples", "bank")), Known.NOTHING, problems);

    assertThat(problems.all()).isEmpty();
  }

  @Test
  void becomesTypedNouns() throws IOException {
    var loaded =
        documents.load(SharedFiles.yaml("mesh-chinook"), Known.NOTHING, problems).stream()
            .collect(java.util.stream.Collectors.toMap(Checked::key, Checked::tree));

    var product =
        Json.read(loaded.get(ResourceKey.parse("DataProduct/customers")), DataProduct.class);
    var contract =
        Json.read(loaded.get(ResourceKey.parse("DataContract/customers-v1")), Contract.class);

    assertThat(product.owners()).containsExactly("olga");
    assertThat(contract.primaryKey()).containsExactly("customer_id");
    assertThat(contract.fields()).hasSize(13);
  }

  @Test
  void survivesWritingAndReading() throws IOException {
    for (var checked : documents.load(SharedFiles.yaml("mesh-chinook"), Known.NOTHING, problems)) {
      var yaml = documents.write(checked.tree());

      var again = documents.read(new SourceText("again.yaml", yaml), problems);

      assertThat(again).singleElement().extracting(Document::tree).isEqualTo(checked.tree());
    }
  }
}
