package dev.weft.standards.dpds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.standards.asyncapi.AsyncApi;
import java.util.List;

/**
 * The contract of an output port of a descriptor: the one that it carries, or one made of its API
 * definition.
 */
final class ImportedContract {
  private static final String PROMISES = "promises";

  private final ObjectNode product;
  private final ObjectNode port;
  private final JsonNode component;
  private final List<Finding> findings;

  ImportedContract(
      ObjectNode product, ObjectNode port, JsonNode component, List<Finding> findings) {
    this.product = product;
    this.port = port;
    this.component = component;
    this.findings = findings;
  }

  ObjectNode write() {
    var promises = component.path(PROMISES);
    var whole = promises.path(Descriptor.CONTRACT).path("definition");
    if (isContract(whole)) {
      if (promises.at("/api/definition/id").asText().startsWith(AsyncApi.ID)) {
        // Weft has written it from the contract, and will write it anew.
        ((ObjectNode) promises).remove("api");
      }
      return whole.deepCopy();
    }
    var api = promises.path("api").path("definition");
    return isContract(api) ? api.deepCopy() : made(api);
  }

  /** Whether it is one as its standard has it; says so if it only claims to be. */
  private boolean isContract(JsonNode definition) {
    if (!definition.path("kind").asText().equals("DataContract")) {
      return false;
    }
    var problems = new Problems();
    var documents = new Documents();
    var source = new SourceText("contract.json", Json.text(definition));
    documents.check(documents.read(source, problems), problems);
    problems.all().stream()
        .findFirst()
        .ifPresent(
            first ->
                findings.add(
                    new Finding(
                        "outputPorts." + port.path("name").asText() + "." + first.place().path(),
                        "its contract is not used: " + first.message(),
                        first.hint())));
    return problems.isEmpty();
  }

  private ObjectNode made(JsonNode api) {
    var name = port.path("name").asText();
    var contract = Json.object().put("apiVersion", "v3.1.0").put("kind", "DataContract");
    contract.put("id", product.path("id").asText() + "-" + name);
    contract.set("version", port.get("version"));
    contract.put("status", "draft");
    contract.set("domain", product.get("domain"));
    contract.set("dataProduct", product.get("id"));
    SchemaFields.of(api)
        .ifPresentOrElse(
            fields -> {
              var table = contract.putArray("schema").addObject();
              table.put("name", name).put("logicalType", "object").set("properties", fields);
            },
            () ->
                findings.add(
                    new Finding(
                        "outputPorts." + name + ".promises.api",
                        "no fields are found in it, so the contract promises none.",
                        "Write them into the contract's schema.")));
    return contract;
  }
}
