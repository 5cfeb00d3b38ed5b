package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * Who may do what with which data: an access, mask or row-filter policy. In one rule list the first
 * rule that matches the reader decides.
 */
public record PolicySpec(
    String name, String description, Type type, Resources resources, List<Rule> rules) {

  /** The three types of policy. */
  public enum Type {
    ACCESS,
    MASK,
    ROW_FILTER;

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

  /**
   * What a policy is about; each list may use {@code *} within a name. Resources of any list match.
   *
   * @param fields {@code product.port.field}, the field possibly a dotted path
   */
  public record Resources(
      List<String> domains,
      List<String> products,
      List<String> ports,
      List<String> fields,
      List<String> tags) {
    public Resources {
      domains = Defaults.list(domains);
      products = Defaults.list(products);
      ports = Defaults.list(ports);
      fields = Defaults.list(fields);
      tags = Defaults.list(tags);
    }
  }

  /** Who a rule is about; a principal matches when any part names it. */
  public record Principals(
      List<String> users,
      List<String> groups,
      List<String> roles,
      List<String> products,
      boolean everyone,
      boolean owner) {
    public Principals {
      users = Defaults.list(users);
      groups = Defaults.list(groups);
      roles = Defaults.list(roles);
      products = Defaults.list(products);
    }
  }

  /** One rule; which of the last four keys it has depends on the policy's type. */
  public record Rule(
      Principals principals, List<String> allow, List<String> deny, String mask, String filter) {
    public Rule {
      principals =
          principals == null ? new Principals(null, null, null, null, false, false) : principals;
      allow = Defaults.list(allow);
      deny = Defaults.list(deny);
      mask = Defaults.text(mask);
      filter = Defaults.text(filter);
    }
  }

  public PolicySpec {
    description = Defaults.text(description);
    resources = resources == null ? new Resources(null, null, null, null, null) : resources;
    rules = Defaults.list(rules);
  }
}
