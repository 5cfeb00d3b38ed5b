package dev.weft.standards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One product as its reader may know it.
 *
 * @param document in the newest edition of its standard
 * @param changedAt when it was changed last, if the reader may know that
 * @param domainTitle what people call its domain
 * @param inputs the names of the products that it reads, as far as the reader may know them
 * @param olderVersions what the product's version was before, oldest first
 */
public record ProductFacts(
    ObjectNode document,
    Optional<Instant> changedAt,
    String domainTitle,
    List<PortFacts> ports,
    List<FlowFacts> flows,
    List<String> inputs,
    List<String> olderVersions) {

  public DataProduct product() {
    return Json.read(document, DataProduct.class);
  }

  /** Its version; most standards want one. */
  public String version() {
    var version = product().version();
    return version.isBlank() ? "0.0.0" : version;
  }

  /** Purpose, limitations and usage in one text, as CommonMark. */
  public String description() {
    var description = product().description();
    return Stream.of(description.purpose(), description.limitations(), description.usage())
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining("\n\n"));
  }
}
