package dev.weft.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.SchemaText;
import dev.weft.model.Subject;
import dev.weft.registry.schema.RegisteredSchemas;
import dev.weft.spi.Fold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The registry's own view of schemas that a test registers, without a registry around it. */
final class TestSchemas {
  final RegisteredSchemas view = new RegisteredSchemas();
  private final Map<String, List<Subject.Version>> versions = new HashMap<>();
  private int ids;

  /** The formats are those of the contracts. */
  static TestSchemas of(TestPorts ports) {
    var schemas = new TestSchemas();
    var products = new HashMap<String, List<PortName>>();
    for (var port : ports.names()) {
      products.computeIfAbsent(port.product(), any -> new ArrayList<>()).add(port);
      var contract = ports.contract(port).orElseThrow();
      schemas.put(ResourceKind.DATA_CONTRACT, contract.id(), Json.tree(contract));
    }
    products.forEach(
        (product, its) -> {
          var document = Json.object().put("id", product);
          var list = document.putArray("outputPorts");
          its.forEach(
              port ->
                  list.addObject()
                      .put("name", port.port())
                      .put("contractId", ports.contract(port).orElseThrow().id()));
          schemas.put(ResourceKind.DATA_PRODUCT, product, document);
        });
    return schemas;
  }

  /** The next version of a subject. */
  int register(String subject, String type, String text) {
    var id = ++ids;
    var schema = new SchemaText(type, text, List.of()).with(id, "");
    put(ResourceKind.SCHEMA, String.valueOf(id), Json.tree(schema));
    var all = versions.computeIfAbsent(subject, any -> new ArrayList<>());
    all.add(new Subject.Version(all.size() + 1, id, false, 0));
    put(ResourceKind.SUBJECT, subject, Json.tree(Subject.named(subject).withVersions(all)));
    return id;
  }

  private void put(ResourceKind kind, String name, ObjectNode document) {
    view.apply(
        List.of(
            Fold.Change.put(
                new Resource(new ResourceKey(kind, name), 1, Instant.EPOCH, "test", document))));
  }
}
