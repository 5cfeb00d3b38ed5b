package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * Who may do what with which data: an access, mask or row-filter policy; or where flows may send
 * it: an egress policy. In one rule list the first rule that matches the reader, or the place,
 * decides.
 *
 * @param enabled false: it is kept, and does nothing
 * @param zone the security zone whose ports it is about; empty: ports in no zone
 * @param validity when it holds; empty: always
 * @param when a condition in CEL that must hold for each of its rules; empty: none
 * @param timezone whose wall clock {@code env.hour}, {@code env.weekday} and windows without a zone
 *     of their own go by
 * @param otherwise of an access policy: what happens to those of whom no rule says anything
 * @param filterOn what row filters look at
 * @param undecodable what happens to a record that cannot be decoded
 * @param masks how masks look
 */
public record PolicySpec(
    String name,
    String description,
    Type type,
    Resources resources,
    List<Rule> rules,
    Boolean enabled,
    Priority priority,
    String zone,
    List<PolicyValidity> validity,
    String when,
    String timezone,
    @JsonProperty("else") Otherwise otherwise,
    FilterOn filterOn,
    Undecodable undecodable,
    MaskStyle masks) {

  /** The types of policy. */
  public enum Type {
    ACCESS,
    MASK,
    ROW_FILTER,
    /** Where flows may send. */
    EGRESS;

    @JsonCreator
    static Type parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Where an override policy says something, normal ones are not asked. */
  public enum Priority {
    NORMAL,
    OVERRIDE;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What an access policy does with those of whom no rule says anything. */
  public enum Otherwise {
    /** Nothing: other policies and subscriptions decide. */
    NOTHING,
    /** They are denied. */
    DENY;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What row filters see. */
  public enum FilterOn {
    MASKED,
    RAW;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What happens to a record that cannot be decoded. */
  public enum Undecodable {
    WITHHOLD,
    FAIL;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How masks look: Weft's own, which show nothing of short values, or exactly Ranger's. */
  public enum MaskStyle {
    STRICT,
    COMPAT;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a policy is about; each list may use {@code *} within a name. Resources of any list match.
   *
   * @param fields {@code product.port.field}, the field possibly a dotted path
   * @param excludes what is taken out again
   */
  public record Resources(
      List<String> domains,
      List<String> products,
      List<String> ports,
      List<String> fields,
      List<String> tags,
      Excludes excludes) {
    public Resources {
      domains = Defaults.list(domains);
      products = Defaults.list(products);
      ports = Defaults.list(ports);
      fields = Defaults.list(fields);
      tags = Defaults.list(tags);
      excludes = excludes == null ? new Excludes(null, null, null, null, null) : excludes;
    }

    /** Resources without exclusions. */
    public Resources(
        List<String> domains,
        List<String> products,
        List<String> ports,
        List<String> fields,
        List<String> tags) {
      this(domains, products, ports, fields, tags, null);
    }
  }

  /** What a policy is not about, though its resources name it. */
  public record Excludes(
      List<String> domains,
      List<String> products,
      List<String> ports,
      List<String> fields,
      List<String> tags) {
    public Excludes {
      domains = Defaults.list(domains);
      products = Defaults.list(products);
      ports = Defaults.list(ports);
      fields = Defaults.list(fields);
      tags = Defaults.list(tags);
    }

    /** Whether it takes out parts of a port rather than whole ports. */
    public boolean namesFields() {
      return !fields.isEmpty() || !tags.isEmpty();
    }
  }

  /** Who a rule is about; a principal matches when any part names it. */
  public record Principals(
      List<String> users,
      List<String> groups,
      List<String> roles,
      List<String> products,
      List<String> agents,
      boolean everyone,
      boolean owner) {
    /** Nobody. */
    public static final Principals NOBODY =
        new Principals(null, null, null, null, null, false, false);

    public Principals {
      users = Defaults.list(users);
      groups = Defaults.list(groups);
      roles = Defaults.list(roles);
      products = Defaults.list(products);
      agents = Defaults.list(agents);
    }

    /** Principals that are no agents. */
    public Principals(
        List<String> users,
        List<String> groups,
        List<String> roles,
        List<String> products,
        boolean everyone,
        boolean owner) {
      this(users, groups, roles, products, null, everyone, owner);
    }

    /** Whether it names nobody at all. */
    @JsonIgnore
    public boolean isNobody() {
      return equals(NOBODY);
    }
  }

  /**
   * One rule; which of its effects it has depends on the policy's type.
   *
   * @param except those whom it does not name after all
   * @param when a condition in CEL; empty: none
   * @param limits the terms on which an access rule lets somebody read
   * @param delegate whether those whom it names may write policies within this policy's resources
   * @param audit false: what an access rule lets somebody read leaves no events of reading
   * @param to of an egress rule, where flows send: patterns of places
   * @param denyTags of an egress rule that allows: fields with these tags may not go there
   */
  public record Rule(
      Principals principals,
      List<String> allow,
      List<String> deny,
      MaskChoice mask,
      String filter,
      Principals except,
      String when,
      ReadLimits limits,
      boolean delegate,
      Boolean audit,
      List<String> to,
      List<String> denyTags) {
    public Rule {
      to = Defaults.list(to);
      denyTags = Defaults.list(denyTags);
      principals = principals == null ? Principals.NOBODY : principals;
      allow = Defaults.list(allow);
      deny = Defaults.list(deny);
      mask = mask == null ? MaskChoice.NOTHING : mask;
      filter = Defaults.text(filter);
      except = except == null ? Principals.NOBODY : except;
      when = Defaults.text(when);
      limits = limits == null ? ReadLimits.NONE : limits;
      audit = audit == null || audit;
    }

    /** A rule without conditions. */
    public Rule(
        Principals principals, List<String> allow, List<String> deny, String mask, String filter) {
      this(
          principals,
          allow,
          deny,
          mask == null ? null : MaskChoice.named(mask),
          filter,
          null,
          null,
          null,
          false,
          null,
          null,
          null);
    }
  }

  public PolicySpec {
    description = Defaults.text(description);
    resources = resources == null ? new Resources(null, null, null, null, null) : resources;
    rules = Defaults.list(rules);
    enabled = enabled == null || enabled;
    priority = priority == null ? Priority.NORMAL : priority;
    zone = Defaults.text(zone);
    validity = Defaults.list(validity);
    when = Defaults.text(when);
    timezone = Defaults.text(timezone);
    otherwise = otherwise == null ? Otherwise.NOTHING : otherwise;
    filterOn = filterOn == null ? FilterOn.MASKED : filterOn;
    undecodable = undecodable == null ? Undecodable.WITHHOLD : undecodable;
    masks = masks == null ? MaskStyle.STRICT : masks;
  }

  /** A policy that always holds. */
  public PolicySpec(
      String name, String description, Type type, Resources resources, List<Rule> rules) {
    this(
        name,
        description,
        type,
        resources,
        rules,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
