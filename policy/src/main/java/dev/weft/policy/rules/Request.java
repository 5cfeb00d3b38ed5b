package dev.weft.policy.rules;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One question to a policy set.
 *
 * @param user empty when unknown
 * @param roles those the asker says the user has; when empty the policy set finds them
 * @param access an access type of the model, or {@code _any}, {@code _admin}, {@code _super_user}
 * @param accesses several access types of which each counts; empty for just {@code access}
 * @param accessGroups groups of access types of which each needs one; empty for none
 * @param ignorable access types that do no harm when nobody has decided them
 * @param tags of the resource, in the order in which they are tried; when empty the policy set
 *     finds them
 * @param userAttributes what is known of the user and of groups, beside what the set knows
 * @param where the circumstances of the request
 * @param scopes how far levels may be from what policies say, by name
 */
public record Request(
    String user,
    Set<String> groups,
    Set<String> roles,
    Resource resource,
    String access,
    Set<String> accesses,
    Set<Set<String>> accessGroups,
    Set<String> ignorable,
    Optional<List<Tag>> tags,
    Attributes userAttributes,
    Optional<Instant> time,
    Circumstances where,
    boolean descendantsToo,
    boolean ignoreDescendantDeny,
    Map<String, ElementScope> scopes) {

  /** Asks for whatever access there is. */
  public static final String ANY = "_any";

  /** Asks whether the user may hand rights on. */
  public static final String ADMIN = "_admin";

  /** Asks whether the user stands above the policies. */
  public static final String SUPER_USER = "_super_user";

  /**
   * Where a request comes from.
   *
   * @param context named values, texts as a rule, that conditions look at
   * @param resourcesTogether the resources that one statement reads, to be judged together
   */
  public record Circumstances(
      Optional<String> ip,
      Optional<String> remoteIp,
      List<String> forwarded,
      Optional<String> action,
      Optional<String> clientType,
      Optional<String> requestData,
      Optional<String> session,
      Optional<String> cluster,
      Optional<String> clusterType,
      Map<String, Object> context,
      Optional<List<Resource>> resourcesTogether) {
    /** Nothing is known. */
    public static final Circumstances UNKNOWN =
        new Circumstances(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty());
  }

  /** The plain case: a user in groups asks for one access to a resource. */
  public static Request of(String user, Set<String> groups, Resource resource, String access) {
    return new Request(
        user,
        groups,
        Set.of(),
        resource,
        access,
        Set.of(),
        Set.of(),
        Set.of(),
        Optional.empty(),
        Attributes.NONE,
        Optional.empty(),
        Circumstances.UNKNOWN,
        false,
        true,
        Map.of());
  }

  boolean isAny() {
    return access.equals(ANY);
  }

  boolean isAdmin() {
    return access.equals(ADMIN);
  }
}
