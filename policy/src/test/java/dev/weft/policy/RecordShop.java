package dev.weft.policy;

import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ReadLimits;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.spi.FieldRule;
import dev.weft.spi.MeshLog;
import dev.weft.spi.ReadView;
import dev.weft.testing.MemoryMesh;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mesh of a record shop: customers with personal data, two analysts, a privacy officer. */
final class RecordShop {
  static final PortName CUSTOMERS = new PortName("customers", "customers");
  static final PrincipalId OLGA = PrincipalId.user("olga");
  static final PrincipalId ADA = PrincipalId.user("ada");
  static final PrincipalId BO = PrincipalId.user("bo");
  static final PrincipalId PIA = PrincipalId.user("pia");
  static final PrincipalId SAM = PrincipalId.user("sam");

  final SettableClock clock = new SettableClock(Instant.parse("2026-05-03T10:00:00Z"));
  final MemoryMesh mesh = new MemoryMesh(clock);
  final PolicyEngine engine =
      new PolicyEngine(clock, "0123456789abcdef".getBytes(StandardCharsets.UTF_8));

  RecordShop() {
    mesh.follow(engine);
    mesh.put(
        ResourceKind.DOMAIN,
        "music-retail",
        "{'name': 'music-retail', 'governance': {'body': ['olga'], 'stewards': ['sam']}}");
    mesh.put(ResourceKind.GROUP, "analysts", "{'name': 'analysts'}");
    mesh.put(ResourceKind.GROUP, "privacy-office", "{'name': 'privacy-office'}");
    user("olga", "", "");
    user("sam", "", "");
    user("ada", "analysts", "Canada");
    user("bo", "analysts", "Brazil");
    user("pia", "privacy-office", "");
    mesh.put(
        ResourceKind.DATA_CONTRACT,
        "customers-v1",
        """
        {'id': 'customers-v1', 'schema': [{'name': 'customer', 'properties': [
          {'name': 'customer_id', 'logicalType': 'integer', 'primaryKey': true},
          {'name': 'first_name', 'logicalType': 'string'},
          {'name': 'country', 'logicalType': 'string'},
          {'name': 'phone', 'logicalType': 'string'},
          {'name': 'email', 'logicalType': 'string'},
          {'name': 'address', 'logicalType': 'object', 'properties': [
            {'name': 'street', 'logicalType': 'string'},
            {'name': 'city', 'logicalType': 'string'}]}]}]}
        """);
    product("customers", "customers-v1");
    classify("");
    policy(
        "mask-personal-data",
        "mask",
        "'tags': ['pii.*']",
        """
        {'principals': {'groups': ['privacy-office']}, 'mask': 'none'},
        {'principals': {'products': ['spending']}, 'mask': 'none'},
        {'principals': {'everyone': true}, 'mask': 'show-last-4'}
        """);
    policy(
        "analysts-own-country",
        "row-filter",
        "'ports': ['customers.customers']",
        "{'principals': {'groups': ['analysts']}, 'filter': 'record.country == user.country'}");
    policy(
        "privacy-office-reads-all",
        "access",
        "'domains': ['music-retail']",
        "{'principals': {'groups': ['privacy-office']}, 'allow': ['read']}");
  }

  void user(String name, String group, String country) {
    var groups = group.isEmpty() ? "[]" : "['" + group + "']";
    var attributes = country.isEmpty() ? "{}" : "{'country': '" + country + "'}";
    mesh.put(
        ResourceKind.USER,
        name,
        "{'name': '%s', 'groups': %s, 'attributes': %s}".formatted(name, groups, attributes));
  }

  void product(String name, String contract) {
    mesh.put(
        ResourceKind.DATA_PRODUCT,
        name,
        """
        {'id': '%s', 'domain': 'music-retail', 'outputPorts': [{'name': 'customers', 'contractId': '%s'}],
         'team': {'members': [{'username': 'olga', 'role': 'owner'}]}}
        """
            .formatted(name, contract));
  }

  /** What the classifier has found, with one more field of the form {@code 'name': [tags]}. */
  void classify(String more) {
    mesh.put(
        ResourceKind.PORT_FIELDS,
        "customers.customers",
        """
        {'port': 'customers.customers', 'fields': {
          'customer_id': {'type': 'integer', 'tags': []},
          'first_name': {'type': 'string', 'tags': []},
          'country': {'type': 'string', 'tags': []},
          'phone': {'type': 'string', 'tags': [%s]},
          'email': {'type': 'string', 'tags': [%s]},
          'address.street': {'type': 'string', 'tags': [%s]},
          'address.city': {'type': 'string', 'tags': []}%s}}
        """
            .formatted(
                tag("pii.phone", "SUGGESTED"),
                tag("pii.email", "CONFIRMED"),
                tag("pii.address", "SUGGESTED"),
                more.isEmpty() ? "" : ", " + more));
  }

  static String tag(String name, String status) {
    return """
        {'tag': '%s', 'confidence': 0.9, 'evidence': 'its name says so', 'source': 'classifier', 'status': '%s'}
        """
        .formatted(name, status);
  }

  void policy(String name, String type, String resources, String rules) {
    mesh.put(
        ResourceKind.POLICY,
        name,
        "{'name': '%s', 'type': '%s', 'resources': {%s}, 'rules': [%s]}"
            .formatted(name, type, quoted(resources), quoted(rules)));
  }

  /** A policy with more keys, as in {@code 'priority': 'override'}. */
  void policy(String name, String type, String resources, String rules, String more) {
    mesh.put(
        ResourceKind.POLICY,
        name,
        "{'name': '%s', 'type': '%s', 'resources': {%s}, 'rules': [%s], %s}"
            .formatted(name, type, quoted(resources), quoted(rules), quoted(more)));
  }

  /** Text between backticks may hold quotes. */
  private static String quoted(String text) {
    return Pattern.compile("`([^`]*)`")
        .matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement("'" + match.group(1).replace("'", "\\u0027") + "'"));
  }

  /** Subscribes and approves. */
  Subscription subscribe(String id, PrincipalId who, List<String> fields, Optional<Instant> until) {
    var requested =
        Subscription.request(id, who, CUSTOMERS, "to see", fields, until, who, clock.instant());
    var approved = requested.approve(OLGA, clock.instant());
    put(approved);
    return approved;
  }

  /** Subscribes for a purpose and approves on terms. */
  void subscribe(
      String id, PrincipalId who, List<String> fields, String purpose, ReadLimits terms) {
    var now = clock.instant();
    put(
        Subscription.request(id, who, CUSTOMERS, purpose, fields, Optional.empty(), who, now)
            .approve(OLGA, now, terms));
  }

  void put(Subscription subscription) {
    mesh.put(ResourceKind.SUBSCRIPTION, subscription.id(), Json.tree(subscription));
  }

  void delete(ResourceKind kind, String name) {
    mesh.decide(
        (state, now) ->
            new MeshLog.Decided<>(
                List.of(), List.of(new ResourceKey(kind, name)), List.of(), name));
  }

  ReadView view(PrincipalId who) {
    return engine.read(who, CUSTOMERS);
  }

  /**
   * {@code show}, {@code withhold} or the mask's name; of a field that is not known, the rest's.
   */
  String rule(PrincipalId who, String field) {
    var view = view(who);
    return word(view.fields().getOrDefault(field, view.otherFields()));
  }

  static String word(FieldRule rule) {
    if (rule instanceof FieldRule.Masked masked) {
      return masked.mask().name();
    }
    return rule == FieldRule.SHOW ? "show" : "withhold";
  }

  /** A clock that moves when a test says so. */
  static final class SettableClock extends Clock {
    private volatile Instant now;

    SettableClock(Instant now) {
      this.now = now;
    }

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
