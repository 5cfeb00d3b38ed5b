package dev.weft.policy.rules;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A request as conditions and templates see it: with the user's roles and the resource's tags
 * found, the moment fixed, and the tag that is being looked at, if one is.
 */
public final class Asked {
  private final Request request;
  private final Set<String> roles;
  private final List<Tag> tags;
  private final Instant moment;
  private final Attributes attributes;
  private final Set<String> zones;
  private final ElementScope[] scopes;
  private final Optional<Tag> tag;
  private final String foldedAccess;

  Asked(
      Request request,
      Set<String> roles,
      List<Tag> tags,
      Instant moment,
      Attributes attributes,
      Set<String> zones,
      ElementScope[] scopes,
      Optional<Tag> tag) {
    this.request = request;
    this.roles = roles;
    this.tags = tags;
    this.moment = moment;
    this.attributes = attributes;
    this.zones = zones;
    this.scopes = scopes;
    this.tag = tag;
    this.foldedAccess = fold(request.access());
  }

  Asked tagged(List<Tag> its) {
    return new Asked(request, roles, its, moment, attributes, zones, scopes, tag);
  }

  Asked about(Tag current) {
    return new Asked(request, roles, tags, moment, attributes, zones, scopes, Optional.of(current));
  }

  public Request request() {
    return request;
  }

  /** The access asked for, as access types are compared. */
  String foldedAccess() {
    return foldedAccess;
  }

  /** The user's roles, those of groups and of other roles included. */
  public Set<String> roles() {
    return roles;
  }

  /** The tags of the resource: those that the request says, or those that the set knows. */
  public List<Tag> tags() {
    return tags;
  }

  /** The moment for which the question is answered. */
  public Instant moment() {
    return moment;
  }

  /** What is known of users and groups. */
  public Attributes attributes() {
    return attributes;
  }

  /** The security zones in which the resource lies. */
  public Set<String> zones() {
    return zones;
  }

  /** The tag whose policy is being looked at; empty for policies about resources. */
  public Optional<Tag> tag() {
    return tag;
  }

  /** Whether every value of the resource is meant as it stands. */
  boolean isExact() {
    return scopes.length == 0;
  }

  ElementScope scope(int level) {
    return scopes.length == 0 ? ElementScope.SELF : scopes[level];
  }

  /** What a token of a policy's text stands for; empty when nothing is known of it. */
  public Optional<String> token(String name) {
    var own =
        switch (name) {
          case "USER" -> request.user();
          case "OWNER" -> request.resource().owner();
          case "ROLES" -> roles.isEmpty() ? "" : roles.toString();
          default -> "";
        };
    return own.isEmpty()
        ? Optional.ofNullable(request.where().context().get("token:" + name)).map(Object::toString)
        : Optional.of(own);
  }

  /** Access types are compared without regard to case. */
  static String fold(String access) {
    return access.toLowerCase(Locale.ROOT);
  }
}
