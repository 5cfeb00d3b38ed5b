package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * A security zone: ports whose access is governed apart from the rest of the mesh. A port in
 * exactly one zone is decided by that zone's policies.
 *
 * @param resources which ports are in it
 * @param admins who may write the policies of the zone
 * @param tagPolicies whether policies on tags of no zone hold in it too
 */
public record Zone(
    String name,
    String title,
    String description,
    Resources resources,
    Admins admins,
    TagPolicies tagPolicies) {

  /** Each list may use {@code *} within a name; any list may name a port. */
  public record Resources(List<String> domains, List<String> products, List<String> ports) {
    public Resources {
      domains = Defaults.list(domains);
      products = Defaults.list(products);
      ports = Defaults.list(ports);
    }
  }

  /** Who writes the zone's policies. */
  public record Admins(List<String> users, List<String> groups, List<String> roles) {
    public Admins {
      users = Defaults.list(users);
      groups = Defaults.list(groups);
      roles = Defaults.list(roles);
    }
  }

  /** Which policies on tags hold for the ports of a zone. */
  public enum TagPolicies {
    /** Those of no zone, and the zone's own. */
    MESH,
    /** The zone's own. */
    OWN;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Zone {
    title = title == null ? name : title;
    description = Defaults.text(description);
    resources = resources == null ? new Resources(null, null, null) : resources;
    admins = admins == null ? new Admins(null, null, null) : admins;
    tagPolicies = tagPolicies == null ? TagPolicies.MESH : tagPolicies;
  }
}
