package dev.weft.bench;

import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.testing.MemoryMesh;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The mesh of a bank's payments: ports of one contract, and three readers who see it differently.
 */
final class Payments {
  /** Nothing is masked or left out for this user. */
  static final String SEES_ALL = "sees-all";

  /** Sees the last four characters of IBANs only. */
  static final String SEES_MASKED = "sees-masked";

  /** Sees payments of the north only, which is every other one. */
  static final String SEES_HALF = "sees-half";

  private final MemoryMesh mesh;
  private final Map<String, List<String>> ports = new LinkedHashMap<>();

  Payments(MemoryMesh mesh) {
    this.mesh = mesh;
    mesh.put(ResourceKind.DOMAIN, "bank", "{'name': 'bank', 'governance': {'body': ['olga']}}");
    for (var user : List.of(SEES_ALL, SEES_MASKED, SEES_HALF)) {
      mesh.put(ResourceKind.GROUP, user, "{'name': '%s'}".formatted(user));
      mesh.put(ResourceKind.USER, user, "{'name': '%s', 'groups': ['%s']}".formatted(user, user));
    }
    contract("json");
    policies();
  }

  /** What the messages of all ports are written in. */
  void contract(String format) {
    mesh.put(
        ResourceKind.DATA_CONTRACT,
        "payments-v1",
        """
        {'id': 'payments-v1',
         'servers': [{'server': 'mesh', 'type': 'kafka', 'host': 'here', 'format': '%s'}],
         'schema': [{'name': 'payment', 'properties': [
          {'name': 'id', 'logicalType': 'integer', 'required': true, 'primaryKey': true},
          {'name': 'region', 'logicalType': 'string', 'required': true},
          {'name': 'iban', 'logicalType': 'string', 'required': true},
          {'name': 'holder', 'logicalType': 'string'},
          {'name': 'amount', 'logicalType': 'number', 'required': true},
          {'name': 'currency', 'logicalType': 'string'},
          {'name': 'booked', 'logicalType': 'timestamp'},
          {'name': 'note', 'logicalType': 'string'}]}]}
        """
            .formatted(format));
  }

  private void policies() {
    policy(
        "everybody-reads",
        "access",
        "'domains': ['bank']",
        "'allow': ['read']",
        "'everyone': true");
    policy(
        "mask-ibans",
        "mask",
        "'tags': ['pii.iban']",
        "'mask': 'show-last-4'",
        "'groups': ['%s']".formatted(SEES_MASKED));
    policy(
        "north-only",
        "row-filter",
        "'domains': ['bank']",
        "'filter': 'record.region == \\u0027north\\u0027'",
        "'groups': ['%s']".formatted(SEES_HALF));
  }

  private void policy(String name, String type, String resources, String effect, String who) {
    mesh.put(
        ResourceKind.POLICY,
        name,
        "{'name': '%s', 'type': '%s', 'resources': {%s}, 'rules': [{'principals': {%s}, %s}]}"
            .formatted(name, type, resources, who, effect));
  }

  void addPort(PortName port) {
    ports.computeIfAbsent(port.product(), product -> new ArrayList<>()).add(port.port());
    var product = Json.object().put("id", port.product()).put("domain", "bank");
    var outputs = product.putArray("outputPorts");
    for (var name : ports.get(port.product())) {
      outputs.addObject().put("name", name).put("contractId", "payments-v1");
    }
    mesh.put(ResourceKind.DATA_PRODUCT, port.product(), product);
  }

  /** As if the classifier had looked at the port: IBANs are tagged. */
  void classified(PortName port) {
    mesh.put(
        ResourceKind.PORT_FIELDS,
        port.topic(),
        """
        {'port': '%s', 'fields': {
          'id': {'type': 'integer'}, 'region': {'type': 'string'}, 'holder': {'type': 'string'},
          'amount': {'type': 'number'}, 'currency': {'type': 'string'},
          'booked': {'type': 'timestamp'}, 'note': {'type': 'string'},
          'iban': {'type': 'string', 'tags': [{'tag': 'pii.iban', 'confidence': 1.0,
            'evidence': 'its name', 'source': 'classifier', 'status': 'CONFIRMED'}]}}}
        """
            .formatted(port.topic()));
  }
}
