package dev.weft.standards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.SchemaText;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Editions;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Documents that use every key of their standard, and what exports are made of. */
public final class Samples {
  public static final MeshAddress MESH =
      new MeshAddress("http://127.0.0.1:8080", "127.0.0.1:9092", false, "");

  private static final Path MODEL = Path.of("../model/src/test/resources/dev/weft/model/format");

  /** Building the shapes takes longer than a check. */
  private static final Documents DOCUMENTS = new Documents();

  private Samples() {}

  /** Such as {@code full-3.1.odcs.yaml}. */
  public static ObjectNode document(String file) {
    try {
      return read(new SourceText(file, Files.readString(MODEL.resolve(file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ObjectNode read(SourceText source) {
    var problems = new Problems();
    var read = DOCUMENTS.read(source, problems);
    assertThat(problems.all()).isEmpty();
    return read.get(0).tree();
  }

  /** Whether the standards' checks find nothing wrong with these, references aside. */
  public static boolean isSound(ObjectNode... trees) {
    var problems = new Problems();
    for (var tree : trees) {
      DOCUMENTS.check(
          DOCUMENTS.read(new SourceText("a.json", Json.text(tree)), problems), problems);
    }
    return problems.isEmpty();
  }

  /** A product whose every port has this contract. */
  public static ProductFacts facts(ObjectNode product, ObjectNode contract) {
    return facts(product, contract, Optional.empty(), List.of());
  }

  public static ProductFacts facts(
      ObjectNode product, ObjectNode contract, Optional<SchemaText> schema, List<String> versions) {
    var typed = Json.read(product, DataProduct.class);
    var ports =
        typed.outputPorts().stream()
            .map(
                port ->
                    new PortFacts(
                        typed.portName(port),
                        port,
                        Optional.of(Editions.newest(contract)),
                        3,
                        schema))
            .toList();
    return new ProductFacts(
        Editions.newest(product),
        Optional.of(Instant.parse("2026-01-31T12:00:00Z")),
        "Sales",
        ports,
        List.of(new FlowFacts("ingest", 3, "Fills it.", List.of("orders"))),
        List.of("customers"),
        versions);
  }
}
