package dev.weft.policy.ranger;

import java.time.ZoneId;
import java.util.Optional;

/**
 * The files of an import, as text.
 *
 * @param policies what a plug-in downloads, or what the administrator's page exports
 * @param tags which resources have which tags, as a plug-in's tag enricher has cached
 * @param service which service's policies of an export are meant; empty if it has only one
 * @param serviceDef the service's definition, where the policies come without it
 * @param host the time zone of the machines on which Ranger's plug-ins run
 */
public record Sources(
    String policies,
    Optional<String> roles,
    Optional<String> users,
    Optional<String> tags,
    Optional<String> serviceDef,
    String service,
    ZoneId host) {

  public static Sources of(String policies) {
    return new Sources(
        policies,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        ZoneId.of("UTC"));
  }

  public Sources withRoles(String text) {
    return new Sources(policies, Optional.of(text), users, tags, serviceDef, service, host);
  }

  public Sources withUsers(String text) {
    return new Sources(policies, roles, Optional.of(text), tags, serviceDef, service, host);
  }

  public Sources withTags(String text) {
    return new Sources(policies, roles, users, Optional.of(text), serviceDef, service, host);
  }

  public Sources at(ZoneId zone) {
    return new Sources(policies, roles, users, tags, serviceDef, service, zone);
  }
}
