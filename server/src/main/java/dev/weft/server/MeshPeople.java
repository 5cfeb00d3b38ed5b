package dev.weft.server;

import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.server.apply.Deletions;
import dev.weft.server.http.AgentTokenRoutes;
import dev.weft.server.http.DeviceRoutes;
import dev.weft.server.http.GatewayDoor;
import dev.weft.server.http.McpRoutes;
import dev.weft.server.http.OidcRoutes;
import dev.weft.server.http.Routes;
import dev.weft.server.http.ScimRoutes;
import dev.weft.server.http.ServiceRoutes;
import dev.weft.server.identity.AgentTokens;
import dev.weft.server.identity.Attempts;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.DeviceLogins;
import dev.weft.server.identity.IssuedTokens;
import dev.weft.server.identity.KeyLogins;
import dev.weft.server.identity.Services;
import dev.weft.server.identity.ldap.LdapSettings;
import dev.weft.server.identity.ldap.LdapSync;
import dev.weft.server.identity.oidc.OidcGrants;
import dev.weft.server.identity.oidc.OidcLogins;
import dev.weft.server.identity.oidc.OidcSessions;
import dev.weft.server.identity.oidc.OidcSettings;
import dev.weft.server.identity.scim.ScimGroups;
import dev.weft.server.identity.scim.ScimSchemas;
import dev.weft.server.identity.scim.ScimUsers;
import dev.weft.server.mcp.McpServer;
import dev.weft.server.mcp.McpTools;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where people and programs come from besides this mesh's own users, and how they get in. */
final class MeshPeople {
  private static final Logger LOG = LoggerFactory.getLogger(MeshPeople.class);
  private static final Duration RENEW_EVERY = Duration.ofSeconds(5);

  final Optional<OidcLogins> oidc;

  private final MeshBase base;
  private final MeshDoor door;

  MeshPeople(MeshBase base, MeshDoor door) {
    this.base = base;
    this.door = door;
    oidc = base.settings.identity().oidc().map(this::oidc);
  }

  private OidcLogins oidc(OidcSettings settings) {
    var tokens = new IssuedTokens(base.mesh);
    var sessions = new OidcSessions(base.mesh, tokens, settings.life(), base.clock);
    return new OidcLogins(
        settings,
        new OidcLogins.Parts(
            door.people,
            door.logins,
            sessions,
            settings
                .watch()
                .map(
                    any ->
                        new OidcLogins.Watched(
                            new OidcGrants(base.mesh, base.box), tokens, base.clock))),
        base::publicUrl,
        base.box,
        base.clock,
        base.random);
  }

  /** From here on issuer and directory are asked now and then about those who are in. */
  void start() {
    var clockwork =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "weft-people");
              thread.setDaemon(true);
              return thread;
            });
    base.parts.add(clockwork::shutdownNow);
    oidc.ifPresent(issuer -> repeat(clockwork, issuer::renew, RENEW_EVERY));
    oidc.ifPresent(issuer -> repeat(clockwork, () -> watch(issuer), RENEW_EVERY));
    base.settings.identity().ldap().ifPresent(ldap -> compare(clockwork, ldap));
  }

  private void watch(OidcLogins issuer) {
    if (base.writer.getAsBoolean()) {
      issuer.watch();
    }
  }

  private void compare(ScheduledExecutorService clockwork, LdapSettings settings) {
    var sync = new LdapSync(base.mesh, settings, door.directory.orElseThrow(), door.people);
    Runnable look =
        () -> {
          if (base.writer.getAsBoolean()) {
            sync.look();
          }
        };
    repeat(clockwork, look, settings.every());
  }

  private static void repeat(ScheduledExecutorService clockwork, Runnable task, Duration every) {
    var unused =
        clockwork.scheduleWithFixedDelay(
            () -> quietly(task), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void quietly(Runnable task) {
    try {
      task.run();
    } catch (ProblemException e) {
      LOG.warn("People are not asked about: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("Asking about people went wrong", e);
    }
  }

  void addTo(Routes routes) {
    new OidcRoutes(oidc, door.logins).addTo(routes);
    var devices = new DeviceLogins(door.logins, base.audit, base.clock, base.random);
    new DeviceRoutes(devices, oidc, new Attempts(base.clock), base::publicUrl).addTo(routes);
    var services = new Services(base.mesh, base.clock, base.random);
    new ServiceRoutes(services, door.told(base.settings)).addTo(routes);
    base.settings.identity().scim().ifPresent(scim -> scim(scim, routes));
  }

  private void scim(IdentityOptions.ScimOptions scim, Routes routes) {
    var url = base.publicUrl() + "/scim/v2";
    var deletions = new Deletions(base.mesh);
    new ScimRoutes(
            scim.token(),
            new Attempts(base.clock),
            new ScimUsers(base.mesh, door.people, scim.existing(), () -> url),
            new ScimGroups(base.mesh, () -> url, key -> delete(deletions, key)),
            new ScimSchemas(url))
        .addTo(routes);
  }

  /** The address for AI agents, who come in somebody's name. */
  void letAgentsIn(Routes routes, KeyLogins keys, McpTools tools) {
    var server = new McpServer(tools, base.audit, base.clock, base.random, StatusPage.VERSION);
    var issuer = door.told(base.settings).issuer().map(GatewayDoor.Issuer::issuer);
    var tokens = new AgentTokens(base.mesh, base.clock, base.random);
    new AgentTokenRoutes(tokens).addTo(routes);
    new McpRoutes(server, door.sessions, keys, tokens, base.mesh::state, base::publicUrl, issuer)
        .addTo(routes);
  }

  /** Only groups that nothing names any more. */
  private static void delete(Deletions deletions, ResourceKey group) {
    var scim = new Caller(PrincipalId.agent("scim"), Set.of("admin"), Instant.MAX);
    deletions.delete(scim, group);
  }
}
