package dev.weft.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A large mesh: {@value #PORTS} products with a port each, {@value #USERS} people in fifty groups,
 * and policies of all types spread evenly over them.
 */
record ManyPolicies(int policies) {
  static final int PORTS = 200;
  static final int USERS = 500;
  static final PrincipalId FILTERED = PrincipalId.user("filtered");
  private static final int GROUPS = 50;

  static PortName port(int i) {
    return new PortName("product" + i, "out");
  }

  static PrincipalId user(int i) {
    return PrincipalId.user("user" + i);
  }

  /** Everything, as a fold is told. */
  List<Fold.Change> changes() {
    var changes = new ArrayList<Fold.Change>();
    put(changes, ResourceKind.DOMAIN, "bank", "{'name': 'bank'}");
    for (var i = 0; i < GROUPS; i++) {
      put(changes, ResourceKind.GROUP, "group" + i, "{'name': 'group%d'}".formatted(i));
    }
    for (var i = 0; i < USERS; i++) {
      person(changes, "user" + i, "group" + i % GROUPS);
    }
    person(changes, "filtered", "filtered");
    put(changes, ResourceKind.DATA_CONTRACT, "c", contract());
    for (var i = 0; i < PORTS; i++) {
      product(changes, i);
    }
    for (var i = 0; i < policies; i++) {
      policy(changes, i);
    }
    special(changes);
    return changes;
  }

  /** The same, to be given to a mesh log. */
  List<MeshLog.Put> puts() {
    return changes().stream()
        .map(Fold.Change::resource)
        .flatMap(Optional::stream)
        .map(one -> MeshLog.Put.of(one.key(), one.document(), PrincipalId.WEFT))
        .toList();
  }

  /** Whether some but not all questions had a yes: else something else was measured. */
  void expectSome(long yes, long of) {
    if (yes == 0 || yes == of) {
      throw new IllegalStateException(yes + " of " + of + " were allowed");
    }
  }

  private static void person(List<Fold.Change> changes, String name, String group) {
    put(
        changes,
        ResourceKind.USER,
        name,
        "{'name': '%s', 'groups': ['%s'], 'attributes': {'country': 'Canada'}}"
            .formatted(name, group));
  }

  private static String contract() {
    return """
        {'id': 'c', 'schema': [{'name': 'c', 'properties': [
          {'name': 'id', 'logicalType': 'integer', 'primaryKey': true},
          {'name': 'country', 'logicalType': 'string'}, {'name': 'email', 'logicalType': 'string'},
          {'name': 'iban', 'logicalType': 'string'}, {'name': 'total', 'logicalType': 'number'}]}]}
        """;
  }

  private static void product(List<Fold.Change> changes, int i) {
    put(
        changes,
        ResourceKind.DATA_PRODUCT,
        "product" + i,
        """
        {'id': 'product%d', 'domain': 'bank',
         'outputPorts': [{'name': 'out', 'contractId': 'c'}]}
        """
            .formatted(i));
    put(
        changes,
        ResourceKind.PORT_FIELDS,
        port(i).topic(),
        """
        {'port': '%s', 'fields': {'id': {}, 'country': {}, 'total': {},
          'email': {'tags': [{'tag': 'pii.email', 'status': 'CONFIRMED'}]},
          'iban': {'tags': [{'tag': 'pii.iban', 'status': 'SUGGESTED'}]}}}
        """
            .formatted(port(i).topic()));
  }

  /** A quarter each: access, a mask on tags, a mask on a field, a row filter. */
  private static void policy(List<Fold.Change> changes, int i) {
    var port = port(i / 4 % PORTS);
    var group = "group" + i / 4 % GROUPS;
    switch (i % 4) {
      case 0 ->
          policy(changes, i, "access", "'ports': ['" + port + "']", group, "'allow': ['read']");
      case 1 ->
          policy(
              changes, i, "mask", "'tags': ['secret" + i + ".*']", group, "'mask': 'show-last-4'");
      case 2 ->
          policy(changes, i, "mask", "'fields': ['" + port + ".iban']", group, "'mask': 'hash'");
      default ->
          policy(
              changes,
              i,
              "row-filter",
              "'ports': ['" + port + "']",
              group,
              "'filter': 'record.total > " + i + ".0'");
    }
  }

  private static void special(List<Fold.Change> changes) {
    var ports = "'ports': ['" + port(0) + "']";
    policy(changes, -1, "access", ports, "filtered", "'allow': ['read']");
    policy(
        changes,
        -2,
        "row-filter",
        ports,
        "filtered",
        "'filter': 'record.country == user.country && record.total > 10.0'");
  }

  private static void policy(
      List<Fold.Change> changes,
      int number,
      String type,
      String resources,
      String group,
      String effect) {
    var name = "policy" + number;
    put(
        changes,
        ResourceKind.POLICY,
        name,
        "{'name': '%s', 'type': '%s', 'resources': {%s}, 'rules': [{'principals': {'groups': ['%s']}, %s}]}"
            .formatted(name, type, resources, group, effect));
  }

  private static void put(
      List<Fold.Change> changes, ResourceKind kind, String name, String document) {
    changes.add(change(kind, name, document));
  }

  /** A new resource from JSON text with single quotes. */
  static Fold.Change change(ResourceKind kind, String name, String document) {
    return Fold.Change.put(
        new Resource(
            new ResourceKey(kind, name),
            1,
            Instant.EPOCH,
            "weft",
            (ObjectNode) Json.parse(document.replace('\'', '"'))));
  }
}
