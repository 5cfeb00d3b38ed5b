package dev.weft.server;

import dev.weft.catalog.erasure.Cleanup;
import dev.weft.catalog.erasure.SubjectSearch;
import dev.weft.catalog.log.KafkaMeshLog;
import dev.weft.gateway.RecordBytes;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.model.SchemaText;
import dev.weft.policy.PolicyEngine;
import dev.weft.server.access.ImportedPolicies;
import dev.weft.server.access.OwnPolicies;
import dev.weft.server.access.PortReader;
import dev.weft.server.access.PortWriter;
import dev.weft.server.access.QuarantineReader;
import dev.weft.server.access.StoppedTags;
import dev.weft.server.access.TagDecisions;
import dev.weft.server.apply.Deletions;
import dev.weft.server.apply.Drafts;
import dev.weft.server.apply.FlowControls;
import dev.weft.server.apply.FlowDrafts;
import dev.weft.server.apply.FlowReplays;
import dev.weft.server.apply.FlowTracing;
import dev.weft.server.apply.FlowVersions;
import dev.weft.server.apply.QuarantineReplays;
import dev.weft.server.apply.ResourceVersions;
import dev.weft.server.apply.WebhookSecrets;
import dev.weft.server.audit.Ocsf;
import dev.weft.server.audit.Replay;
import dev.weft.server.audit.SubjectScan;
import dev.weft.server.audit.WhoSaw;
import dev.weft.server.business.BusinessEdits;
import dev.weft.server.business.BusinessPages;
import dev.weft.server.erasure.BeyondMesh;
import dev.weft.server.erasure.Certificates;
import dev.weft.server.erasure.ErasureActs;
import dev.weft.server.erasure.ErasurePlanner;
import dev.weft.server.erasure.ErasureWork;
import dev.weft.server.erasure.Erasures;
import dev.weft.server.erasure.SubjectPorts;
import dev.weft.server.erasure.SubjectReaders;
import dev.weft.server.erasure.Tombstones;
import dev.weft.server.erasure.WaitingRecords;
import dev.weft.server.glossary.GlossaryPages;
import dev.weft.server.glossary.TermAssignments;
import dev.weft.server.http.AuditExport;
import dev.weft.server.http.AuditRoutes;
import dev.weft.server.http.BusinessRoutes;
import dev.weft.server.http.ContractRoutes;
import dev.weft.server.http.DeniedRequests;
import dev.weft.server.http.ErasureRoutes;
import dev.weft.server.http.FindRoutes;
import dev.weft.server.http.FlowDestinationRoutes;
import dev.weft.server.http.FlowHostRoutes;
import dev.weft.server.http.FlowParameterRoutes;
import dev.weft.server.http.FlowRoutes;
import dev.weft.server.http.FlowTraceRoutes;
import dev.weft.server.http.FlowVersionRoutes;
import dev.weft.server.http.FunctionJarRoutes;
import dev.weft.server.http.GatewayDoor;
import dev.weft.server.http.GlossaryRoutes;
import dev.weft.server.http.GovernanceRoutes;
import dev.weft.server.http.HttpServer;
import dev.weft.server.http.IdentityRoutes;
import dev.weft.server.http.LineageRoutes;
import dev.weft.server.http.LiveRoutes;
import dev.weft.server.http.MeshOperationsRoutes;
import dev.weft.server.http.OperationsRoutes;
import dev.weft.server.http.PluginRoutes;
import dev.weft.server.http.PolicySetRoutes;
import dev.weft.server.http.PortRoutes;
import dev.weft.server.http.ProductRoutes;
import dev.weft.server.http.QualityRoutes;
import dev.weft.server.http.QuarantineRoutes;
import dev.weft.server.http.QueryRoutes;
import dev.weft.server.http.RegistryRoutes;
import dev.weft.server.http.ResourceRoutes;
import dev.weft.server.http.Routes;
import dev.weft.server.http.RowRoutes;
import dev.weft.server.http.SearchRoutes;
import dev.weft.server.http.SourceRoutes;
import dev.weft.server.http.StandardRoutes;
import dev.weft.server.http.TagRoutes;
import dev.weft.server.http.WhoRoutes;
import dev.weft.server.identity.Attempts;
import dev.weft.server.identity.KeyLogins;
import dev.weft.server.mcp.AgentReads;
import dev.weft.server.mcp.McpTools;
import dev.weft.server.observe.Impacts;
import dev.weft.server.observe.PastMesh;
import dev.weft.server.observe.SourceChanges;
import dev.weft.server.observe.TagProofs;
import dev.weft.server.openlineage.LineageIntake;
import dev.weft.server.openlineage.Outbox;
import dev.weft.server.pages.ExportPages;
import dev.weft.server.pages.Extents;
import dev.weft.server.pages.LivePages;
import dev.weft.server.pages.PortJobs;
import dev.weft.server.pages.PortLags;
import dev.weft.server.pages.PortPages;
import dev.weft.server.pages.ProductPages;
import dev.weft.server.pages.ProductVersions;
import dev.weft.server.pages.TracePages;
import dev.weft.server.quality.QualityPages;
import dev.weft.server.rows.PortRows;
import dev.weft.spi.Fold;
import dev.weft.standards.MeshAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** HTTP in front: which routes there are, and what answers them. */
final class MeshFront {
  private final MeshBase base;
  private final MeshViews views;
  private final MeshDoor door;
  private final MeshFlows flows;
  private final MeshActs acts;
  private final MeshPeople people;
  private final KafkaMeshLog mesh;
  private final Routes routes = new Routes();
  private MeshOperationsRoutes looking;
  private ErasureWork erasing;

  MeshFront(
      MeshBase base,
      MeshViews views,
      MeshDoor door,
      MeshFlows flows,
      MeshActs acts,
      MeshPeople people) {
    this.people = people;
    this.base = base;
    this.views = views;
    this.door = door;
    this.flows = flows;
    this.acts = acts;
    mesh = base.mesh;
  }

  /** Returns when people can use it. */
  void open() {
    var keyLogins = new KeyLogins(mesh, door.sessions, new Attempts(base.clock));
    documents();
    catalog(keyLogins);
    running();
    auditing();
    new RegistryRoutes(mesh, door.expressions, keyLogins, base.clock).addTo(routes);
    operations();
    base.parts.add(
        new HttpServer(
            base.settings.httpHost(),
            base.httpPort,
            base.settings.httpNames(),
            door.logins,
            keyLogins,
            routes,
            new DeniedRequests(base.audit, base.clock)));
    // Before the server: open streams would keep it waiting.
    base.parts.add(views.events::close);
    base.parts.add(looking);
  }

  /** People, and the documents that they apply. */
  private void documents() {
    new IdentityRoutes(mesh, door.logins, acts.keys, door.told(base.settings), people.oidc)
        .addTo(routes);
    people.addTo(routes);
    var replay = new Replay(base.audit, views.policy, this::engine, base.clock);
    new ResourceRoutes(
            mesh,
            acts.documents,
            new Deletions(mesh),
            acts.reconciler,
            replay,
            new ResourceVersions(base.audit))
        .addTo(routes);
    insights().policies(replay, this::engine).addTo(routes);
    new BusinessRoutes(new BusinessPages(mesh), new BusinessEdits(mesh)).addTo(routes);
    acts.requests.addTo(routes);
    new GovernanceRoutes(acts.governance, acts.reconciler).addTo(routes);
    var imported = new ImportedPolicies(mesh, views.policySets, base.clock);
    new PolicySetRoutes(imported, new OwnPolicies(views.policy, imported)).addTo(routes);
  }

  private MeshInsights insights() {
    return new MeshInsights(base, views, door, flows, acts);
  }

  /** What there is, where it comes from and what it means. */
  private void catalog(KeyLogins keyLogins) {
    var extents = new Extents(acts.admin, base.clock);
    var sourceChanges = new SourceChanges(door.fieldsOfFlows);
    var portPages =
        new PortPages(mesh, views.policy, door.ledger, extents, sourceChanges, base.clock);
    var lags = new PortLags(acts.admin, base.clock);
    var jobs = new PortJobs(flows.deployer::status, acts.queries.keeper()::status);
    new LiveRoutes(new LivePages(mesh, extents, lags, jobs, door.ledger)).addTo(routes);
    var productPages = new ProductPages(mesh, portPages);
    new ProductRoutes(
            mesh,
            productPages,
            portPages,
            new TracePages(views.trace, base.audit),
            views.policy,
            base.clock)
        .addTo(routes);
    var reader = new PortReader(door.sessions, door.records, base.clock);
    var rows = base.parts.add(new PortRows(reader, views.policy, mesh::state, base.clock));
    new RowRoutes(portPages, rows).addTo(routes);
    new PortRoutes(
            portPages,
            reader,
            new PortWriter(
                mesh,
                door.contracts,
                door.sessions,
                door.checks,
                door.fields,
                new RecordBytes(views.schemas),
                door.sealed),
            base.clock)
        .addTo(routes);
    var pages = new ExportPages(mesh, extents, new ProductVersions(base.audit), this::newestSchema);
    new StandardRoutes(pages, this::address).addTo(routes);
    new SearchRoutes(views.search, mesh).addTo(routes);
    var impacts = new Impacts(door.fieldsOfFlows, door.ledger);
    var past = new PastMesh(mesh, base.audit, base.clock);
    var find = new FindRoutes(views.lineage, mesh, door.origins, impacts, past);
    find.addTo(routes);
    var reads = new AgentReads(portPages, reader::as, acts.queries.adHoc());
    var tools =
        new McpTools(
            mesh::state,
            views.search,
            productPages,
            portPages,
            find::walk,
            acts.subscriptions,
            reads,
            base::publicUrl);
    people.letAgentsIn(routes, keyLogins, tools);
    new LineageRoutes(new LineageIntake(mesh, this::kafkaAddresses)).addTo(routes);
    new GlossaryRoutes(
            new GlossaryPages(mesh, views.glossary), new TermAssignments(mesh, views.glossary))
        .addTo(routes);
    new ContractRoutes(mesh, sourceChanges).addTo(routes);
    new SourceRoutes(mesh, views.classifiers::classify).addTo(routes);
    new QualityRoutes(new QualityPages(mesh, acts.quality)).addTo(routes);
    new TagRoutes(
            mesh,
            new TagDecisions(mesh),
            new StoppedTags(mesh),
            new TagProofs(door.inherited, base.clock))
        .addTo(routes);
  }

  /** Flows and queries. */
  private void running() {
    var quarantines = new QuarantineReader(base.kafka);
    new QuarantineRoutes(mesh, base.audit, quarantines).addTo(routes);
    new FlowRoutes(
            new FlowControls(mesh, flows.runner, flows.deployer, views.policy),
            new QuarantineReplays(mesh, flows.runner, quarantines),
            flows.deployer,
            acts.reconciler,
            door.types)
        .addTo(routes);
    new FlowDestinationRoutes(mesh, flows.destinations).addTo(routes);
    var versions = new FlowVersions(mesh, base.audit, door.types, acts.applier);
    var drafts = new FlowDrafts(mesh, new Drafts(mesh, acts.applier), versions, door.types);
    new FlowVersionRoutes(drafts, versions, acts.reconciler).addTo(routes);
    new FlowParameterRoutes(
            mesh, flows.parameters, new WebhookSecrets(mesh, flows.parameters, base.random))
        .addTo(routes);
    new FlowTraceRoutes(
            new FlowTracing(mesh, flows.runner, views.policy, base.clock, base.writer),
            new FlowReplays(mesh, flows.runner, versions, flows.parameters, door.types))
        .addTo(routes);
    new FlowHostRoutes(flows.hosted, flows.hostedLog).addTo(routes);
    new PluginRoutes(flows.plugins::status).addTo(routes);
    new FunctionJarRoutes(acts.queries.offers()).addTo(routes);
    new QueryRoutes(acts.queries.controls(), acts.queries.adHoc(), acts.queries.functions())
        .addTo(routes);
  }

  /** Who has seen what, and how somebody is forgotten. */
  private void auditing() {
    new AuditRoutes(mesh, base.audit).addTo(routes);
    new AuditExport(base.audit, new Ocsf(StatusPage.VERSION)).addTo(routes);
    insights().value().addTo(routes);
    var subjects = new SubjectScan(base.kafka, door.opened);
    var who = new WhoSaw(base.audit, subjects::ends);
    new WhoRoutes(mesh, base.audit, who, subjects, base.box::subjectToken).addTo(routes);
    var planner =
        new ErasurePlanner(
            new ErasurePlanner.Sources(
                new SubjectPorts(door.originsEver),
                new SubjectSearch(base.kafka),
                topicNames -> Cleanup.of(acts.admin, topicNames),
                views.trace,
                door.opened,
                new SubjectReaders(who),
                new BeyondMesh(views.lineage, flows.destinations),
                new WaitingRecords(flows.runner),
                door.sealed,
                door.subjectKeys),
            base.clock);
    var deeds =
        new ErasureActs(
            new Tombstones(door.sessions, base.kafka, base.clock), door.sealed, door.subjectKeys);
    var erasures =
        Erasures.of(mesh, planner, deeds, base.box::subjectToken, base.clock, base.random);
    erasing = erasures.work();
    new ErasureRoutes(erasures, new Certificates(erasures, base.audit)).addTo(routes);
  }

  private void operations() {
    var status =
        new StatusPage(
            mesh,
            door.gateway,
            flows.deployer,
            base.startedAt,
            base.kafka,
            door::address,
            base.audit::health);
    new OperationsRoutes(
            status::status,
            status::checks,
            () ->
                status.metrics()
                    + door.decisionTimes.metrics()
                    + acts.queries.metrics()
                    + acts.requests.metrics()
                    + acts.outbox.map(Outbox::metrics).orElse(""),
            views.events,
            StatusPage.VERSION)
        .addTo(routes);
    looking = insights().operations(status, erasing);
    looking.addTo(routes);
  }

  private Optional<SchemaText> newestSchema(PortName port) {
    return views
        .schemas
        .newest(port)
        .map(newest -> String.valueOf(newest.id()))
        .flatMap(id -> mesh.state().find(ResourceKind.SCHEMA, id, SchemaText.class));
  }

  private MeshAddress address() {
    var told = door.told(base.settings);
    return new MeshAddress(
        base.publicUrl(),
        told.address().get(),
        told.isEncrypted(),
        told.issuer().map(GatewayDoor.Issuer::issuer).orElse(""));
  }

  /** Where jobs outside may know this mesh's topics: at the gateway, or its broker. */
  private Set<String> kafkaAddresses() {
    var all = new HashSet<>(base.settings.openLineage().kafka());
    all.addAll(List.of(base.kafka.bootstrapServers().split("[,\\s]+")));
    var gateway = door.address();
    all.add(gateway);
    all.add(base.settings.gatewayHost() + gateway.substring(gateway.lastIndexOf(':')));
    return all;
  }

  /** The decisions of a mesh that is not, such as one after a change that is only planned. */
  private PolicyEngine engine(List<Fold.Change> changes) {
    var engine = new PolicyEngine(base.clock, base.box.derive("masks"));
    engine.apply(changes);
    return engine;
  }
}
