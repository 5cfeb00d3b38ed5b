package dev.weft.server;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of {@link DoorsMesh}. */
final class DoorsText {
  private static final String SEPARATOR = "---\n";
  private static final String FIELDS =
      """
            - {name: id, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
            - {name: email, logicalType: string}
            - {name: country, logicalType: string}
            - {name: note, logicalType: string}
            - name: address
              logicalType: object
              properties: [{name: city, logicalType: string}]
      """;
  private static final String DOMAINS =
      """
      apiVersion: weft.dev/v1
      kind: Domain
      name: town
      governance: {body: [olga]}
      ---
      apiVersion: weft.dev/v1
      kind: Domain
      name: abroad
      governance: {body: [bert]}
      """;
  private static final String USER =
      """
      apiVersion: weft.dev/v1
      kind: User
      name: %s
      roles: [%s]
      """;
  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: %s-v1
      version: 1.0.0
      status: active
      servers: [{server: mesh, type: kafka, host: "localhost:9092", format: %s}]
      schema:
        - name: person
          properties:
      %s""";
  private static final String PRODUCT =
      """
      apiVersion: v1.0.0
      kind: DataProduct
      id: %s
      status: active
      domain: %s
      customProperties: [{property: weft.partitions, value: 1}]
      inputPorts: [%s]
      outputPorts: [%s]
      team: {members: [{username: %s, role: owner}]}
      """;
  private static final String FLOW =
      """
      apiVersion: weft.dev/v1
      kind: Flow
      name: %1$s-%2$s
      product: %1$s
      processors:
        - {name: read, type: ConsumePort, schedule: {every: 200ms}, settings: {port: %3$s}}
        - {name: publish, type: PublishPort, settings: {port: %1$s.%2$s}}
      connections: [read.success -> publish]
      """;

  private DoorsText() {}

  /** Everything but the flows. */
  static String products(List<String> users) {
    var people =
        users.stream().map(name -> USER.formatted(name, name.equals("audrey") ? "auditor" : ""));
    return Stream.of(
            people,
            Stream.of(DOMAINS),
            DoorsMesh.FORMATS.stream().flatMap(DoorsText::port),
            copiers().flatMap(DoorsText::copies),
            policies())
        .flatMap(each -> each)
        .collect(Collectors.joining(SEPARATOR));
  }

  /** What copies, product by product and format by format. */
  static String flows() {
    return copiers()
        .flatMap(
            product ->
                DoorsMesh.FORMATS.stream()
                    .map(format -> FLOW.formatted(product, format.word(), source(product, format))))
        .collect(Collectors.joining(SEPARATOR));
  }

  private static Stream<String> copiers() {
    return Stream.concat(
        Stream.of(DoorRule.values()).map(DoorRule::product), Stream.of(DoorsMesh.LEAVERS));
  }

  private static String source(String product, PortFormat format) {
    return product.equals(DoorsMesh.LEAVERS) ? DoorsMesh.moving(format) : DoorsMesh.port(format);
  }

  private static Stream<String> port(PortFormat format) {
    return Stream.of("people-", "moving-")
        .map(begin -> begin + format.word())
        .flatMap(
            name ->
                Stream.of(
                    contract(name, format.inContract()),
                    PRODUCT.formatted(name, "town", "", output("people", name + "-v1"), "olga")));
  }

  private static String contract(String name, String format) {
    return CONTRACT.formatted(name, format, FIELDS.indent(4).stripTrailing() + "\n");
  }

  private static String output(String port, String contract) {
    return "{name: " + port + ", version: 1.0.0, contractId: " + contract + "}";
  }

  private static Stream<String> copies(String product) {
    var contracts =
        DoorsMesh.FORMATS.stream().map(format -> contract(product + "-" + format.word(), "json"));
    var text =
        PRODUCT.formatted(
            product,
            "abroad",
            joined(
                format ->
                    output(format.word(), source(product, format).replaceAll("\\..*", "") + "-v1")),
            joined(format -> output(format.word(), product + "-" + format.word() + "-v1")),
            "bert");
    return Stream.concat(contracts, Stream.of(text));
  }

  private static String joined(Function<PortFormat, String> text) {
    return DoorsMesh.FORMATS.stream().map(text).collect(Collectors.joining(", "));
  }

  private static Stream<String> policies() {
    var ports = "{ports: [" + joined(DoorsMesh::port) + "]}";
    var emails = "{fields: [" + joined(format -> DoorsMesh.port(format) + ".email") + "]}";
    var readers =
        Stream.of(DoorRule.PLAIN, DoorRule.MASK, DoorRule.WITHHOLD, DoorRule.FILTER).toList();
    return Stream.of(
        policy("readers", "access", ports, readers, "allow: [read]", ""),
        policy(
            "readers-of-2020",
            "access",
            ports,
            List.of(DoorRule.EXPIRED),
            "allow: [read]",
            "validity: [{from: 2020-01-01, to: 2020-12-31}]\n"),
        policy("no-mail", "access", emails, List.of(DoorRule.WITHHOLD), "deny: [read]", ""),
        policy("hidden-mail", "mask", emails, List.of(DoorRule.MASK), "mask: redact", ""),
        policy(
            "own-country",
            "row-filter",
            ports,
            List.of(DoorRule.FILTER),
            "filter: \"record.country == 'CH'\"",
            ""));
  }

  private static String policy(
      String name,
      String type,
      String resources,
      List<DoorRule> whom,
      String rule,
      String validity) {
    return """
        apiVersion: weft.dev/v1
        kind: Policy
        name: %s
        type: %s
        resources: %s
        %srules:
          - {principals: {users: [%s], products: [%s]}, %s}
        """
        .formatted(
            name,
            type,
            resources,
            validity,
            whom.stream().map(DoorRule::person).collect(Collectors.joining(", ")),
            whom.stream().map(DoorRule::product).collect(Collectors.joining(", ")),
            rule);
  }
}
