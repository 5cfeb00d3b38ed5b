package dev.weft.server;

import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.server.apply.Applier;
import dev.weft.server.apply.DocumentChecks;
import dev.weft.server.apply.DocumentWork;
import dev.weft.server.apply.Exporter;
import dev.weft.server.apply.PortTopics;
import dev.weft.server.apply.Reconciler;
import dev.weft.server.governance.Governance;
import dev.weft.server.identity.ClientKeys;
import dev.weft.server.observe.TagPropagation;
import dev.weft.server.observe.TagTimes;
import dev.weft.server.openlineage.Emission;
import dev.weft.server.openlineage.JobNow;
import dev.weft.server.openlineage.Outbox;
import dev.weft.server.own.AuditEvents;
import dev.weft.server.own.MetadataEvents;
import dev.weft.server.own.OwnProduct;
import dev.weft.server.own.PortCopy;
import dev.weft.server.parameters.ProviderWatch;
import dev.weft.server.quality.QualityWatch;
import dev.weft.server.query.FlinkClusters;
import dev.weft.server.query.Queries;
import dev.weft.server.query.QueryChecks;
import dev.weft.server.requests.Subscriptions;
import dev.weft.sql.FlinkPlanner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** What people do to the mesh, and what makes the world as the mesh then says. */
final class MeshActs {
  private static final Duration ROLE_PATIENCE = Duration.ofSeconds(60);

  final Admin admin;
  final ClientKeys keys;
  final MeshRequests requests;
  final Subscriptions subscriptions;
  final Reconciler reconciler;
  final Applier applier;
  final DocumentWork documents;
  final Governance governance;
  final Queries queries;
  final QualityWatch quality;
  final Optional<Outbox> outbox;

  private final MeshBase base;
  private final MeshDoor door;
  private final MeshFlows flows;

  /** Nothing happens yet. */
  MeshActs(MeshBase base, MeshViews views, MeshDoor door, MeshFlows flows) {
    this.base = base;
    this.door = door;
    this.flows = flows;
    var mesh = base.mesh;
    var clock = base.clock;
    keys = new ClientKeys(mesh, base.random);
    requests = new MeshRequests(base);
    subscriptions = requests.subscriptions;
    admin = base.parts.add(Admin.create(base.kafka.clientProperties()));
    reconciler =
        base.parts.add(
            new Reconciler(
                mesh,
                base.writer,
                new PortTopics(admin),
                subscriptions,
                flows.deployer,
                new ProviderWatch(flows.providers)::changed,
                this::sweep));
    mesh.follow(reconciler);
    mesh.follow(changes -> flows.runner.lookAgain()); // What is decided is known by now.
    mesh.follow(new TagPropagation(mesh, door.inherited, base.writer, base.workers("tags", 1)));
    mesh.follow(base.parts.add(new TagTimes(mesh, base.writer, clock)));
    var ruleQueries = Installed.queries();
    var functionJars = Queries.functions(base.folder.path());
    var sqlPlanner = new FlinkPlanner(views.schemas, functionJars);
    var clusters = new FlinkClusters(base.folder.path());
    applier =
        new Applier(
            mesh,
            flows.parameters,
            flows.contexts,
            new DocumentChecks(
                views.policy, door.types, door.expressions, door.checks, ruleQueries),
            new QueryChecks(sqlPlanner, clusters)::of,
            door.expressions,
            clock);
    documents = new DocumentWork(applier, new Exporter(mesh), clock);
    governance = Governance.of(mesh, applier, views.policy, door.expressions, base.random, clock);
    queries =
        base.parts.add(
            new Queries(
                mesh,
                base.writer,
                sqlPlanner,
                functionJars,
                clusters,
                base.settings.functionOffers(),
                base.publicUrl(),
                views.schemas,
                door.sessions,
                flows.hostKeys,
                views.policy,
                base.kafka,
                base.folder.path(),
                clock));
    quality =
        base.parts.add(
            new QualityWatch(
                base.kafka, mesh, door.opened, door.expressions, ruleQueries, base.writer, clock));
    outbox = base.settings.openLineage().outbox().map(Outbox::new);
  }

  /**
   * From here on the mesh is as its documents say.
   *
   * @throws dev.weft.model.ProblemException when no server becomes the mesh's writer
   */
  void start() {
    if (!base.mesh.awaitRole(ROLE_PATIENCE)) {
      throw Problem.environment(
              "no-writer",
              "No server of this mesh became its writer.",
              "Check that Kafka runs and has room.")
          .asException();
    }
    if (base.writer.getAsBoolean()) {
      new FirstStart(base.mesh, door.logins, base.folder).run();
      var own = new OwnProduct(base.mesh, applier);
      base.settings.ownPorts().forEach(own::publish);
      reconciler.reconcile();
    }
    base.mesh.follow(quality);
    reconciler.start();
    quality.start();
    flows.hosts.start();
    flows.plugins.start();
    queries.start();
    requests.start();
    base.settings.ownPorts().forEach(this::copy);
    outbox.ifPresent(this::emit);
  }

  /** What ends by the clock, besides grants. */
  private void sweep() {
    door.logins.sweep();
    governance.pass();
  }

  private void copy(PortName port) {
    var isAudit = port.equals(OwnProduct.AUDIT);
    var topic = isAudit ? base.topics.audit() : base.topics.mesh();
    PortCopy.Form form = isAudit ? AuditEvents::of : MetadataEvents::of;
    base.parts.add(new PortCopy(base.kafka, topic, port, form, base.writer)).start();
  }

  private void emit(Outbox outbox) {
    base.parts.add(outbox);
    var options = base.settings.openLineage();
    var telling =
        new Emission.Telling(
            options.namespace(), options.every(), StatusPage.VERSION, door::address);
    var emission =
        base.parts.add(
            new Emission(
                base.mesh::state,
                this::jobs,
                base.writer,
                door.fieldsOfFlows,
                telling,
                outbox,
                base.clock,
                base.random));
    base.mesh.follow(emission);
    outbox.start();
    emission.start();
  }

  private List<JobNow> jobs() {
    return Stream.concat(
            flows.deployer.status().stream().map(JobNow::of),
            queries.keeper().status().stream().map(JobNow::of))
        .toList();
  }
}
