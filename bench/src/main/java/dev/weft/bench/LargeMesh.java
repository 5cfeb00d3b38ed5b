package dev.weft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Documents of a mesh with very many products of ten fields each, and people. Each product takes in
 * what another gives out, so that all of them hang together as a tree with eight branches; those
 * that are next to each other are in different domains. They are only proposed: there are no topics
 * behind them.
 */
final class LargeMesh {
  static final int FIELDS = 10;
  static final int DOMAINS = 20;

  /** Whom the pages are opened as: owner of some of it, and auditor of all. */
  static final String VISITOR = "olga";

  private static final int OWNED = 100;
  private static final int BRANCHES = 8;
  private static final int GROUPS = 40;
  private static final String[] WORDS = {
    "customer", "account", "payment", "card", "invoice", "order", "shipment", "claim", "branch",
    "loan", "deposit", "fraud", "device", "session", "price", "stock", "supplier", "region"
  };

  private final int products;
  private final int people;

  LargeMesh(int products, int people) {
    this.products = products;
    this.people = people;
  }

  int products() {
    return products;
  }

  static String person(int i) {
    return "person-" + i;
  }

  /** Domains, people and terms. */
  List<String> begin() {
    var all = new ArrayList<String>();
    all.add("{apiVersion: weft.dev/v1, kind: User, name: olga, title: Olga, roles: [auditor]}");
    for (var i = 0; i < people; i++) {
      all.add(
          "{apiVersion: weft.dev/v1, kind: User, name: %s, title: Person number %d}"
              .formatted(person(i), i));
    }
    for (var i = 0; i < GROUPS; i++) {
      all.add(
          "{apiVersion: weft.dev/v1, kind: Group, name: group-%d, members: [%s]}"
              .formatted(i, person(i % people)));
    }
    for (var i = 0; i < DOMAINS; i++) {
      all.add(
          "{apiVersion: weft.dev/v1, kind: Domain, name: d%d, title: Domain %d, governance: {body: [olga, admin], purposes: [{name: statistics}]}}"
              .formatted(i, i));
    }
    for (var word : WORDS) {
      all.add(
          "{apiVersion: weft.dev/v1, kind: Term, name: %s, title: %s, definition: What we call a %s.}"
              .formatted(word, word, word));
    }
    return all;
  }

  /** The products from one to before another, each with its contract. */
  List<String> products(int from, int to) {
    var all = new ArrayList<String>();
    for (var i = from; i < to; i++) {
      all.add(contract(i));
      all.add(product(i));
    }
    return all;
  }

  /** Some ports, others for each person. */
  List<String> ports(int person, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "p" + (person * 7 + i * 97) % products + ".out")
        .toList();
  }

  private static String product(int i) {
    var random = new SplittableRandom(i);
    var input =
        i == 0
            ? ""
            : "inputPorts: [{name: before, version: 1.0.0, contractId: c%d}]\n"
                .formatted((i - 1) / BRANCHES);
    return """
        apiVersion: v1.0.0
        kind: DataProduct
        id: p%1$d
        name: P %1$d %3$s %4$s
        version: 1.0.0
        status: proposed
        domain: d%2$d
        description: {purpose: 'One of many: the %3$s %4$s of each %5$s.'}
        %6$soutputPorts:
          - {name: out, version: 1.0.0, contractId: c%1$d, description: 'A %5$s a row.'}
        team: {name: T, members: [{username: %7$s, role: owner}]}
        """
        .formatted(
            i,
            i % DOMAINS,
            word(random),
            word(random),
            word(random),
            input,
            i % OWNED == 0 ? VISITOR : "admin");
  }

  private static String contract(int i) {
    var random = new SplittableRandom(i);
    var fields = new StringBuilder();
    for (var field = 2; field < FIELDS; field++) {
      fields.append(
          "      - {name: %s_%d, logicalType: string, description: The %s of the %s.}\n"
              .formatted(word(random), field, word(random), word(random)));
    }
    return """
        apiVersion: v3.1.0
        kind: DataContract
        id: c%1$d
        version: 1.0.0
        status: draft
        domain: d%2$d
        dataProduct: p%1$d
        schema:
          - name: row
            properties:
              - {name: id, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
              - {name: email, logicalType: string, tags: [pii.email]}
        """
            .formatted(i, i % DOMAINS)
        + fields;
  }

  private static String word(SplittableRandom random) {
    return WORDS[random.nextInt(WORDS.length)];
  }
}
