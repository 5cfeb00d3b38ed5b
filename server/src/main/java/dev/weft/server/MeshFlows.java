package dev.weft.server;

import dev.weft.flow.BrokerLogReader;
import dev.weft.flow.FlowLimits;
import dev.weft.flow.FlowRunner;
import dev.weft.flow.RunnerServices;
import dev.weft.flow.plugin.PluginFolders;
import dev.weft.server.apply.FlowDeployer;
import dev.weft.server.apply.FlowDestinations;
import dev.weft.server.connect.ConnectHosts;
import dev.weft.server.connect.ConnectorSettings;
import dev.weft.server.connect.FlowPlaces;
import dev.weft.server.connect.HostedFlows;
import dev.weft.server.connect.HostedLog;
import dev.weft.server.identity.HostKeys;
import dev.weft.server.observe.EgressAudit;
import dev.weft.server.observe.SourceWatch;
import dev.weft.server.parameters.ContextParameters;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.server.parameters.Providers;
import java.nio.charset.StandardCharsets;

/** The flows: where they run, what they are given and where they may send. */
final class MeshFlows {
  private static final long SPILL_BYTES_MAX = 1L << 30;

  final PluginFolders plugins;
  final SourceWatch sources;
  final FlowRunner runner;
  final Providers providers;
  final ContextParameters contexts;
  final FlowParameters parameters;
  final HostKeys hostKeys;
  final FlowDestinations destinations;
  final HostedFlows hosted;
  final HostedLog hostedLog;
  final ConnectHosts hosts;
  final FlowDeployer deployer;

  /**
   * Nothing runs yet.
   *
   * @param onPlugins what to do when processors have come or gone
   */
  MeshFlows(MeshBase base, MeshViews views, MeshDoor door, Runnable onPlugins) {
    var mesh = base.mesh;
    var clock = base.clock;
    plugins =
        base.parts.add(
            new PluginFolders(
                Installed.pluginFolders(base.folder),
                base.folder.path().resolve("plugins.loaded"),
                door.types,
                clock,
                onPlugins));
    plugins.look();
    var refusals = new EgressAudit(base.audit);
    sources = new SourceWatch(mesh, base.writer, base.workers("sources", 1));
    mesh.follow(sources);
    var services =
        new RunnerServices(
            base.kafka,
            door.sessions::product,
            door.types,
            door.expressions,
            door.checks,
            door.fields,
            views.policy,
            door.contracts::of,
            door.records,
            views.policy,
            sources,
            refusals,
            door.sealed,
            clock);
    var spill = FlowLimits.DEFAULT.withSpill(base.folder.path().resolve("spill"), SPILL_BYTES_MAX);
    runner = base.parts.add(new FlowRunner(services, spill, base.random));
    providers = new Providers(base.settings.providers(), System.getenv());
    contexts = new ContextParameters(base.box, providers);
    parameters = new FlowParameters(base.box, contexts);
    hostedLog = new HostedLog(base.parts.add(new BrokerLogReader(base.kafka)));
    hostKeys = new HostKeys(hostsSecret(base), base.random);
    destinations =
        new FlowDestinations(parameters, door.types, door.expressions, views.policy, refusals);
    hosted =
        new HostedFlows(
            mesh, hostKeys, parameters, views.policy, destinations, door.fields, sources, clock);
    var connectors =
        new ConnectorSettings(
            hostKeys, base::publicUrl, door::address, Gateways.security(base.settings));
    hosts = base.parts.add(new ConnectHosts(mesh, hostKeys, hosted, connectors, clock));
    deployer =
        new FlowDeployer(
            runner,
            parameters,
            door.types,
            new FlowPlaces(door.types, views.schemas, door.sealed),
            hosts,
            clock);
  }

  /** That of the file, which the workers have too, or else one that only this server knows. */
  private static byte[] hostsSecret(MeshBase base) {
    return base.settings
        .hostsSecret()
        .map(file -> Gateways.read(file, "connect.secret.file").getBytes(StandardCharsets.UTF_8))
        .orElseGet(() -> base.box.derive("flow hosts"));
  }
}
