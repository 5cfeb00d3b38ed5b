package dev.weft.catalog;

import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.testing.MemoryMesh;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A small mesh of a record shop: two products from tables, one made from both by a query. */
public final class Shop {
  private Shop() {}

  public static MemoryMesh mesh() {
    var mesh = new MemoryMesh(Clock.systemUTC());
    mesh.put(
        ResourceKind.DOMAIN,
        "music-retail",
        "{'name': 'music-retail', 'title': 'Music retail', 'description': 'The record shop.',"
            + " 'governance': {'stewards': ['sam']}}");
    product(mesh, "customers", "customers", "customers-v1", "The one list of people who buy.");
    product(mesh, "sales", "invoices", "invoices-v1", "Every invoice, as it is issued.");
    mesh.put(
        ResourceKind.DATA_PRODUCT,
        "spending",
        "{'id': 'spending', 'name': 'Customer spending', 'domain': 'music-retail',"
            + " 'description': {'purpose': 'How much each customer has spent so far.'},"
            + " 'inputPorts': [{'name': 'customers', 'contractId': 'customers-v1'},"
            + " {'name': 'invoices', 'contractId': 'invoices-v1'}],"
            + " 'outputPorts': [{'name': 'by_customer', 'contractId': 'spending-v1'}],"
            + " 'team': {'members': [{'username': 'olga', 'role': 'owner'}]}}");
    contract(mesh, "customers-v1", "customer_id", "firstName", "email", "country");
    contract(mesh, "invoices-v1", "invoice_id", "customer_id", "total");
    contract(mesh, "spending-v1", "customer_id", "contact", "spent");
    flow(mesh, "customers-ingest", "customers", "customer", "customers.customers");
    flow(mesh, "invoices-ingest", "sales", "invoice", "sales.invoices");
    mesh.put(
        ResourceKind.QUERY,
        "spending-by-customer",
        "{'name': 'spending-by-customer', 'product': 'spending', 'into': 'spending.by_customer',"
            + " 'sql': 'SELECT c.customer_id FROM sales.invoices AS i -- not spending.by_customer\\n"
            + " JOIN `customers`.`customers` AS c ON i.customer_id = c.customer_id'}");
    mesh.put(
        ResourceKind.TERM,
        "churn",
        "{'name': 'churn', 'title': 'Churn', 'description': 'A customer who left the shop.'}");
    mesh.put(
        ResourceKind.PORT_FIELDS,
        "customers.customers",
        "{'port': 'customers.customers', 'fields': {'email': {'type': 'string', 'inContract': true,"
            + " 'tags': [{'tag': 'pii.email', 'confidence': 1.0, 'status': 'SUGGESTED'}]},"
            + " 'mobile': {'type': 'string', 'inContract': false,"
            + " 'tags': [{'tag': 'pii.phone', 'confidence': 1.0, 'status': 'REJECTED'}]}}}");
    return mesh;
  }

  /** Ada may read the port. */
  public static void subscribe(MemoryMesh mesh, String port, PrincipalId principal) {
    var now = Instant.EPOCH;
    var subscription =
        Subscription.request(
                "s-" + principal,
                principal,
                PortName.parse(port).orElseThrow(),
                "test",
                List.of(),
                Optional.empty(),
                principal,
                now)
            .approve(PrincipalId.user("olga"), now);
    mesh.put(ResourceKind.SUBSCRIPTION, subscription.id(), Json.tree(subscription));
  }

  private static void product(
      MemoryMesh mesh, String id, String port, String contract, String purpose) {
    mesh.put(
        ResourceKind.DATA_PRODUCT,
        id,
        "{'id': '%s', 'name': '%s', 'domain': 'music-retail', 'tags': ['retail'],".formatted(id, id)
            + " 'description': {'purpose': '%s'},".formatted(purpose)
            + " 'outputPorts': [{'name': '%s', 'contractId': '%s'}],".formatted(port, contract)
            + " 'team': {'members': [{'username': 'olga', 'role': 'owner'},"
            + " {'username': 'sam', 'role': 'steward'}]}}");
  }

  private static void contract(MemoryMesh mesh, String id, String... fields) {
    var document = Json.object().put("id", id).put("name", id).put("domain", "music-retail");
    var properties =
        document.putArray("schema").addObject().put("name", "x").putArray("properties");
    for (var field : fields) {
      var added = properties.addObject().put("name", field).put("logicalType", "string");
      if (field.equals("total")) {
        added.put("description", "In US dollars.");
      }
    }
    mesh.put(ResourceKind.DATA_CONTRACT, id, document);
  }

  private static void flow(
      MemoryMesh mesh, String name, String product, String table, String port) {
    mesh.put(
        ResourceKind.FLOW,
        name,
        "{'name': '%s', 'product': '%s',".formatted(name, product)
            + " 'parameters': {'jdbcUrl': {'default':"
            + " 'jdbc:postgresql://joe:secret@127.0.0.1:5432/chinook?password=secret'}},"
            + " 'processors': [{'name': 'read', 'type': 'QueryDatabaseTable',"
            + " 'settings': {'url': '#{jdbcUrl}', 'table': '%s'}},".formatted(table)
            + " {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '%s'}}],"
                .formatted(port)
            + " 'connections': ['read.success -> publish']}");
  }
}
