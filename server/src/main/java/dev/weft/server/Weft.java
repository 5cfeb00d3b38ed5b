package dev.weft.server;

import dev.weft.catalog.audit.AuditAnchor;
import dev.weft.catalog.audit.GuardedAudit;
import dev.weft.catalog.audit.KafkaAuditLog;
import dev.weft.catalog.erasure.Cleanup;
import dev.weft.catalog.erasure.SubjectSearch;
import dev.weft.catalog.glossary.Glossary;
import dev.weft.catalog.glossary.TermTags;
import dev.weft.catalog.lineage.LineageGraph;
import dev.weft.catalog.log.KafkaMeshLog;
import dev.weft.catalog.log.MeshLogSettings;
import dev.weft.catalog.log.Role;
import dev.weft.catalog.search.SearchIndex;
import dev.weft.catalog.topics.MeshTopics;
import dev.weft.catalog.trace.KafkaTraceLog;
import dev.weft.classification.Classifiers;
import dev.weft.classification.MeshClassifiers;
import dev.weft.embeddings.BgeSmallSource;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.flow.BrokerLogReader;
import dev.weft.flow.FlowLimits;
import dev.weft.flow.FlowRunner;
import dev.weft.flow.RunnerServices;
import dev.weft.flow.plugin.PluginFolders;
import dev.weft.gateway.Gateway;
import dev.weft.gateway.RecordBytes;
import dev.weft.gateway.RecordTexts;
import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.SchemaText;
import dev.weft.model.User;
import dev.weft.policy.CelExpressions;
import dev.weft.policy.PolicyEngine;
import dev.weft.policy.sets.PolicySets;
import dev.weft.registry.ContractChecks;
import dev.weft.registry.schema.RegisteredSchemas;
import dev.weft.server.access.ContractsAtTheDoor;
import dev.weft.server.access.ImportedPolicies;
import dev.weft.server.access.OwnPolicies;
import dev.weft.server.access.PortContracts;
import dev.weft.server.access.PortReader;
import dev.weft.server.access.PortWriter;
import dev.weft.server.access.QuarantineReader;
import dev.weft.server.access.StoppedTags;
import dev.weft.server.access.Subscriptions;
import dev.weft.server.access.TagDecisions;
import dev.weft.server.apply.Applier;
import dev.weft.server.apply.Deletions;
import dev.weft.server.apply.DocumentChecks;
import dev.weft.server.apply.Exporter;
import dev.weft.server.apply.FlowControls;
import dev.weft.server.apply.FlowDeployer;
import dev.weft.server.apply.FlowDestinations;
import dev.weft.server.apply.FlowReplays;
import dev.weft.server.apply.FlowTracing;
import dev.weft.server.apply.FlowVersions;
import dev.weft.server.apply.PortTopics;
import dev.weft.server.apply.QuarantineReplays;
import dev.weft.server.apply.Reconciler;
import dev.weft.server.apply.WebhookSecrets;
import dev.weft.server.audit.Ocsf;
import dev.weft.server.audit.Replay;
import dev.weft.server.audit.SubjectScan;
import dev.weft.server.audit.WhoSaw;
import dev.weft.server.business.BusinessEdits;
import dev.weft.server.business.BusinessPages;
import dev.weft.server.connect.ConnectHosts;
import dev.weft.server.connect.ConnectorSettings;
import dev.weft.server.connect.FlowPlaces;
import dev.weft.server.connect.HostedFlows;
import dev.weft.server.erasure.BeyondMesh;
import dev.weft.server.erasure.Certificates;
import dev.weft.server.erasure.ErasureActs;
import dev.weft.server.erasure.ErasurePlanner;
import dev.weft.server.erasure.Erasures;
import dev.weft.server.erasure.OpenedRecords;
import dev.weft.server.erasure.SealedPorts;
import dev.weft.server.erasure.SubjectKeys;
import dev.weft.server.erasure.SubjectPorts;
import dev.weft.server.erasure.SubjectReaders;
import dev.weft.server.erasure.Tombstones;
import dev.weft.server.erasure.WaitingRecords;
import dev.weft.server.glossary.GlossaryPages;
import dev.weft.server.glossary.TermAssignments;
import dev.weft.server.http.AccessRoutes;
import dev.weft.server.http.AuditExport;
import dev.weft.server.http.AuditRoutes;
import dev.weft.server.http.BusinessRoutes;
import dev.weft.server.http.ContractRoutes;
import dev.weft.server.http.DeniedRequests;
import dev.weft.server.http.ErasureRoutes;
import dev.weft.server.http.Events;
import dev.weft.server.http.FindRoutes;
import dev.weft.server.http.FlowDestinationRoutes;
import dev.weft.server.http.FlowHostRoutes;
import dev.weft.server.http.FlowParameterRoutes;
import dev.weft.server.http.FlowRoutes;
import dev.weft.server.http.FlowTraceRoutes;
import dev.weft.server.http.FlowVersionRoutes;
import dev.weft.server.http.GatewayDoor;
import dev.weft.server.http.GlossaryRoutes;
import dev.weft.server.http.HttpServer;
import dev.weft.server.http.IdentityRoutes;
import dev.weft.server.http.LineageRoutes;
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
import dev.weft.server.identity.ClientKeys;
import dev.weft.server.identity.HostKeys;
import dev.weft.server.identity.KafkaCredentials;
import dev.weft.server.identity.KeyLogins;
import dev.weft.server.identity.Logins;
import dev.weft.server.identity.SessionKeys;
import dev.weft.server.identity.issuer.IssuerKeys;
import dev.weft.server.identity.issuer.IssuerSettings;
import dev.weft.server.identity.issuer.IssuerTokens;
import dev.weft.server.observe.AccessAudit;
import dev.weft.server.observe.EgressAudit;
import dev.weft.server.observe.FieldOrigins;
import dev.weft.server.observe.FieldRegistry;
import dev.weft.server.observe.FlowFields;
import dev.weft.server.observe.ForeignColumns;
import dev.weft.server.observe.Impacts;
import dev.weft.server.observe.InheritedTags;
import dev.weft.server.observe.PastMesh;
import dev.weft.server.observe.ReadLedger;
import dev.weft.server.observe.SeenUses;
import dev.weft.server.observe.SourceChanges;
import dev.weft.server.observe.SourceWatch;
import dev.weft.server.observe.TagProofs;
import dev.weft.server.observe.TagPropagation;
import dev.weft.server.openlineage.Emission;
import dev.weft.server.openlineage.JobNow;
import dev.weft.server.openlineage.LineageIntake;
import dev.weft.server.openlineage.Outbox;
import dev.weft.server.own.AuditEvents;
import dev.weft.server.own.MetadataEvents;
import dev.weft.server.own.OwnProduct;
import dev.weft.server.own.PortCopy;
import dev.weft.server.pages.ExportPages;
import dev.weft.server.pages.Extents;
import dev.weft.server.pages.PortPages;
import dev.weft.server.pages.ProductPages;
import dev.weft.server.pages.ProductVersions;
import dev.weft.server.pages.TracePages;
import dev.weft.server.parameters.ContextParameters;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.server.parameters.ProviderWatch;
import dev.weft.server.parameters.Providers;
import dev.weft.server.parameters.SecretBox;
import dev.weft.server.quality.QualityPages;
import dev.weft.server.quality.QualityWatch;
import dev.weft.server.query.Queries;
import dev.weft.server.query.QueryChecks;
import dev.weft.server.rows.PortRows;
import dev.weft.spi.Decisions;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshLog;
import dev.weft.sql.FlinkPlanner;
import dev.weft.standards.MeshAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running Weft: everything, built top to bottom. What starts first stops last.
 *
 * <p>Reading the constructor is reading the architecture: the log, the views that follow it, the
 * door, the flows, and HTTP in front.
 */
public final class Weft implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Weft.class);
  private static final long AUDIT_SPOOL_BYTES_MAX = 64L * 1024 * 1024;
  private static final Duration ROLE_PATIENCE = Duration.ofSeconds(60);

  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final AtomicReference<String> gatewayAddress = new AtomicReference<>("");
  private String url = "";
  private Desk desk;

  private Weft() {}

  /**
   * Starts everything; returns when people can use it.
   *
   * @param onBroken is told when a view can no longer follow the log: end the process then
   * @throws dev.weft.model.ProblemException what is in the way, after everything is stopped again
   */
  public static Weft start(Settings settings, Consumer<Throwable> onBroken) {
    var weft = new Weft();
    try {
      weft.build(settings, onBroken);
      return weft;
    } catch (RuntimeException e) {
      weft.close();
      throw e;
    }
  }

  /** Where the portal and REST are. */
  public String url() {
    return url;
  }

  /** Where Kafka clients connect. */
  public String gatewayAddress() {
    return gatewayAddress.get();
  }

  /** What a program in this process may do besides REST: the demo. */
  record Desk(
      MeshLog mesh,
      Applier applier,
      Reconciler reconciler,
      Logins logins,
      Subscriptions subscriptions) {}

  Desk desk() {
    return desk;
  }

  private void build(Settings settings, Consumer<Throwable> onBroken) {
    var startedAt = clock.instant();
    FreePort.require("cannot-listen", "HTTP", "--http", settings.httpHost(), settings.httpPort());
    FreePort.require(
        "gateway-port", "The gateway", "--gateway", settings.gatewayHost(), settings.gatewayPort());
    var folder = new DataFolder(settings.data());
    var box = new SecretBox(folder.secretKey(random), random);
    var httpPort = settings.httpPort() == 0 ? FreePort.find() : settings.httpPort();
    url = "http://" + settings.httpHost() + ":" + httpPort;

    // The log, and what it needs.
    var kafka = settings.kafka().orElseGet(() -> add(EmbeddedKafka.start(folder.path())).access());
    var topics = MeshTopics.STANDARD;
    topics.create(kafka);
    var processId = UUID.randomUUID().toString();
    var kafkaAudit = add(new KafkaAuditLog(kafka, topics, processId, clock, onBroken));
    var mesh =
        add(
            new KafkaMeshLog(
                new MeshLogSettings(
                    kafka, topics, settings.httpUrl().orElse(url), processId, clock),
                kafkaAudit,
                onBroken));
    kafkaAudit.anchoredBy(
        new AuditAnchor(folder.path().resolve("audit.anchor"), box.derive("audit anchor")));
    BooleanSupplier writer = () -> mesh.role() instanceof Role.Writer;
    kafkaAudit.follow(new SeenUses(mesh, writer, add(new Workers("seen-uses", 1)))::see);
    kafkaAudit.start();
    var audit = add(guarded(kafkaAudit, settings, folder));

    // The views that follow it.
    var policy = new PolicyEngine(clock, box.derive("masks"), settings.egressClosed());
    var search = add(new SearchIndex());
    var lineage = new LineageGraph();
    var foreign = new ForeignColumns();
    var glossary = new Glossary();
    var events = new Events();
    var policySets = new PolicySets();
    var schemas = new RegisteredSchemas();
    var classifiers = new MeshClassifiers(Classifiers.all());
    for (Fold fold :
        List.of(
            policy, policySets, search, lineage, foreign, glossary, events, schemas, classifiers)) {
      mesh.follow(fold);
    }
    var trace = add(new KafkaTraceLog(kafka, topics, onBroken));
    trace.start();

    mesh.start();

    var expressions = new CelExpressions();
    var checks = new ContractChecks(expressions);
    var contracts = new PortContracts(mesh, schemas::rules);
    var records = new RecordTexts(schemas);
    var subjectKeys = add(new SubjectKeys(kafka, topics.keys(), box, random, clock, onBroken));
    subjectKeys.start();
    var sealed = new SealedPorts(mesh, subjectKeys, box::subjectToken, random);
    var opened = new OpenedRecords(records, sealed);

    // The door: it opens when the log has been read. Before, every key would be unknown, and
    // clients take a refused login for final.
    var ledger = new ReadLedger(clock);
    var logins = new Logins(mesh, audit, clock, random);
    var issuer = settings.gateway().issuer().map(trusted -> issuer(trusted, mesh));
    var credentials = new KafkaCredentials(policy, logins, issuer);
    var sessions =
        new SessionKeys(
            credentials, gatewayAddress::get, Gateways.ownClients(settings), clock, random);
    var classifying = add(new Workers("classifying", 2));
    var types = Installed.types();
    var fieldsOfFlows = new FlowFields(types, expressions, foreign);
    var origins = new FieldOrigins(fieldsOfFlows, foreign);
    var inherited = new InheritedTags(fieldsOfFlows, new TermTags(glossary), schemas::tags);
    var fields = new FieldRegistry(mesh, classifiers::classify, classifying, inherited);
    ledger.replay(audit);
    var gateway =
        add(
            Gateway.start(
                Gateways.settings(settings),
                kafka,
                policy,
                sessions,
                new AccessAudit(audit, ledger, clock),
                fields,
                schemas,
                new ContractsAtTheDoor(mesh, contracts, checks, classifying, sealed::atTheDoor),
                sealed,
                clock));
    gatewayAddress.set(settings.gatewayAdvertised() + ":" + gateway.address().getPort());

    // The flows.
    var reconciling = new AtomicReference<Runnable>(() -> {});
    var plugins =
        add(
            new PluginFolders(
                Installed.pluginFolders(folder),
                folder.path().resolve("plugins.loaded"),
                types,
                clock,
                () -> reconciling.get().run()));
    plugins.look();
    var refusals = new EgressAudit(audit);
    var sources = new SourceWatch(mesh, writer, add(new Workers("sources", 1)));
    mesh.follow(sources);
    var services =
        new RunnerServices(
            kafka,
            sessions::product,
            types,
            expressions,
            checks,
            fields,
            policy,
            contracts::of,
            records,
            policy,
            sources,
            refusals,
            sealed,
            clock);
    var spill = FlowLimits.DEFAULT.withSpill(folder.path().resolve("spill"), 1L << 30);
    var runner = add(new FlowRunner(services, spill, random));
    var providers = new Providers(settings.providers(), System.getenv());
    var contexts = new ContextParameters(box, providers);
    var parameters = new FlowParameters(box, contexts);
    var flowLog = add(new BrokerLogReader(kafka));
    var hostKeys = new HostKeys(hostsSecret(settings, box), random);
    var destinations = new FlowDestinations(parameters, types, expressions, policy, refusals);
    var hosted =
        new HostedFlows(mesh, hostKeys, parameters, policy, destinations, fields, flowLog, clock);
    var connectors =
        new ConnectorSettings(
            hostKeys,
            () -> settings.httpUrl().orElse(url),
            gatewayAddress::get,
            Gateways.security(settings));
    var hosts = add(new ConnectHosts(mesh, hostKeys, hosted, connectors, clock));
    var flows =
        new FlowDeployer(runner, parameters, types, new FlowPlaces(types, schemas), hosts, clock);
    var quarantines = new QuarantineReader(kafka);
    var controls = new FlowControls(mesh, runner, flows, policy);

    // What people do.
    var keys = new ClientKeys(mesh, random);
    var subscriptions = new Subscriptions(mesh, random);
    var admin = add(Admin.create(kafka.clientProperties()));
    var reconciler =
        add(
            new Reconciler(
                mesh,
                writer,
                new PortTopics(admin),
                subscriptions,
                flows,
                new ProviderWatch(providers)::changed,
                logins::sweep));
    mesh.follow(reconciler);
    mesh.follow(changes -> runner.lookAgain()); // What is decided is known by now.
    mesh.follow(new TagPropagation(mesh, inherited, writer, add(new Workers("tags", 1))));
    reconciling.set(reconciler::reconcile);
    var ruleQueries = Installed.queries();
    var sqlPlanner = new FlinkPlanner();
    var applier =
        new Applier(
            mesh,
            parameters,
            contexts,
            new DocumentChecks(policy, types, expressions, checks, ruleQueries),
            new QueryChecks(sqlPlanner)::of,
            clock);
    var queries =
        add(
            new Queries(
                mesh, writer, sqlPlanner, sessions, hostKeys, policy, kafka, folder.path(), clock));

    if (!mesh.awaitRole(ROLE_PATIENCE)) {
      throw Problem.environment(
              "no-writer",
              "No server of this mesh became its writer.",
              "Check that Kafka runs and has room.")
          .asException();
    }
    if (writer.getAsBoolean()) {
      new FirstStart(mesh, logins, folder).run();
      var own = new OwnProduct(mesh, applier);
      settings.ownPorts().forEach(own::publish);
      reconciler.reconcile();
    }
    var quality =
        add(new QualityWatch(kafka, mesh, opened, expressions, ruleQueries, writer, clock));
    mesh.follow(quality);
    reconciler.start();
    quality.start();
    hosts.start();
    plugins.start();
    queries.start();
    for (var port : settings.ownPorts()) {
      var isAudit = port.equals(OwnProduct.AUDIT);
      var topic = isAudit ? topics.audit() : topics.mesh();
      PortCopy.Form form = isAudit ? AuditEvents::of : MetadataEvents::of;
      add(new PortCopy(kafka, topic, port, form, writer)).start();
    }

    var outbox = settings.openLineage().outbox().map(Outbox::new);
    outbox.ifPresent(
        it ->
            emission(settings, mesh, writer, () -> jobs(flows, queries), fieldsOfFlows, add(it))
                .start());

    desk = new Desk(mesh, applier, reconciler, logins, subscriptions);

    // And HTTP in front.
    var extents = new Extents(admin, clock);
    var sourceChanges = new SourceChanges(fieldsOfFlows);
    var portPages = new PortPages(mesh, policy, ledger, extents, sourceChanges, clock);
    var productPages = new ProductPages(mesh, portPages);
    var status =
        new StatusPage(mesh, gateway, flows, startedAt, kafka, gatewayAddress::get, audit::health);
    var routes = new Routes();
    new IdentityRoutes(mesh, logins, keys, Gateways.door(settings, gatewayAddress::get))
        .addTo(routes);
    new ResourceRoutes(
            mesh,
            applier,
            new Deletions(mesh),
            new Exporter(mesh),
            reconciler,
            new Replay(audit, policy, changes -> engine(box, changes), clock))
        .addTo(routes);
    new ProductRoutes(mesh, productPages, portPages, new TracePages(trace, audit), policy, clock)
        .addTo(routes);
    var door = Gateways.door(settings, gatewayAddress::get);
    new StandardRoutes(
            new ExportPages(
                mesh,
                extents,
                new ProductVersions(audit),
                port ->
                    schemas
                        .newest(port)
                        .map(newest -> String.valueOf(newest.id()))
                        .flatMap(
                            id -> mesh.state().find(ResourceKind.SCHEMA, id, SchemaText.class))),
            () -> address(settings.httpUrl().orElse(url), door))
        .addTo(routes);
    new SearchRoutes(search, mesh).addTo(routes);
    var impacts = new Impacts(fieldsOfFlows, ledger);
    new FindRoutes(lineage, mesh, origins, impacts, new PastMesh(mesh, audit, clock)).addTo(routes);
    new LineageRoutes(new LineageIntake(mesh, () -> kafkaAddresses(settings, kafka))).addTo(routes);
    new GlossaryRoutes(new GlossaryPages(mesh, glossary), new TermAssignments(mesh, glossary))
        .addTo(routes);
    var portReader = new PortReader(sessions, records);
    new RowRoutes(portPages, add(new PortRows(portReader, policy, mesh::state, clock)))
        .addTo(routes);
    new PortRoutes(
            portPages,
            portReader,
            new PortWriter(
                mesh, contracts, sessions, checks, fields, new RecordBytes(schemas), sealed))
        .addTo(routes);
    new QuarantineRoutes(mesh, audit, quarantines).addTo(routes);
    new BusinessRoutes(new BusinessPages(mesh), new BusinessEdits(mesh)).addTo(routes);
    new ContractRoutes(mesh, sourceChanges).addTo(routes);
    new SourceRoutes(mesh, classifiers::classify).addTo(routes);
    new QualityRoutes(new QualityPages(mesh, quality)).addTo(routes);
    new AccessRoutes(subscriptions, mesh::state).addTo(routes);
    new TagRoutes(mesh, new TagDecisions(mesh), new StoppedTags(mesh), new TagProofs(inherited))
        .addTo(routes);
    new FlowRoutes(
            controls, new QuarantineReplays(mesh, runner, quarantines), flows, reconciler, types)
        .addTo(routes);
    new FlowDestinationRoutes(mesh, destinations).addTo(routes);
    var versions = new FlowVersions(mesh, audit, types, applier);
    new FlowVersionRoutes(versions, reconciler).addTo(routes);
    new FlowParameterRoutes(mesh, parameters, new WebhookSecrets(mesh, parameters, random))
        .addTo(routes);
    new FlowTraceRoutes(
            new FlowTracing(mesh, runner, policy, clock, writer),
            new FlowReplays(mesh, runner, versions, parameters, types))
        .addTo(routes);
    new FlowHostRoutes(hosted).addTo(routes);
    new QueryRoutes(queries.controls(), queries.adHoc()).addTo(routes);
    new PluginRoutes(plugins::status).addTo(routes);
    var imported = new ImportedPolicies(mesh, policySets, clock);
    new PolicySetRoutes(imported, new OwnPolicies(policy, imported)).addTo(routes);
    var keyLogins = new KeyLogins(mesh, sessions, new Attempts(clock));
    new RegistryRoutes(mesh, expressions, keyLogins).addTo(routes);
    new AuditRoutes(mesh, audit).addTo(routes);
    new AuditExport(audit, new Ocsf(StatusPage.VERSION)).addTo(routes);
    var subjects = new SubjectScan(kafka, opened);
    var who = new WhoSaw(audit, subjects::ends);
    new WhoRoutes(mesh, audit, who, subjects, box::subjectToken).addTo(routes);
    var planner =
        new ErasurePlanner(
            new ErasurePlanner.Sources(
                new SubjectPorts(origins),
                new SubjectSearch(kafka),
                topicNames -> Cleanup.of(admin, topicNames),
                trace,
                opened,
                new SubjectReaders(who),
                new BeyondMesh(lineage, destinations),
                new WaitingRecords(runner),
                sealed,
                subjectKeys),
            clock);
    var acts = new ErasureActs(new Tombstones(sessions, kafka, clock), sealed, subjectKeys);
    var erasures = new Erasures(mesh, planner, acts, box::subjectToken, clock, random);
    new ErasureRoutes(erasures, new Certificates(erasures, audit)).addTo(routes);
    new OperationsRoutes(
            status::status,
            status::checks,
            () -> status.metrics() + queries.metrics() + outbox.map(Outbox::metrics).orElse(""),
            events,
            StatusPage.VERSION)
        .addTo(routes);
    var denied = new DeniedRequests(audit, clock);
    add(
        new HttpServer(
            settings.httpHost(),
            httpPort,
            settings.httpNames(),
            logins,
            keyLogins,
            routes,
            denied));
    parts.push(events::close);
    if (settings.searchVectors()) {
      // Last, and in the background: nobody waits for a language model to start.
      search.compareMeanings(
          new BgeSmallSource(folder.path().resolve("models")),
          folder.path().resolve("search.vectors"));
    }
  }

  private static MeshAddress address(String url, GatewayDoor door) {
    return new MeshAddress(
        url,
        door.address().get(),
        door.isEncrypted(),
        door.issuer().map(GatewayDoor.Issuer::issuer).orElse(""));
  }

  /** That of the file, which the workers have too, or else one that only this server knows. */
  private static byte[] hostsSecret(Settings settings, SecretBox box) {
    return settings
        .hostsSecret()
        .map(file -> Gateways.read(file, "connect.secret.file").getBytes(StandardCharsets.UTF_8))
        .orElseGet(() -> box.derive("flow hosts"));
  }

  private Emission emission(
      Settings settings,
      MeshLog mesh,
      BooleanSupplier writer,
      Supplier<List<JobNow>> jobs,
      FlowFields fields,
      Outbox outbox) {
    var options = settings.openLineage();
    var telling =
        new Emission.Telling(
            options.namespace(), options.every(), StatusPage.VERSION, gatewayAddress::get);
    var emission =
        add(new Emission(mesh::state, jobs, writer, fields, telling, outbox, clock, random));
    mesh.follow(emission);
    outbox.start();
    return emission;
  }

  private static List<JobNow> jobs(FlowDeployer flows, Queries queries) {
    return Stream.concat(
            flows.status().stream().map(JobNow::of),
            queries.keeper().status().stream().map(JobNow::of))
        .toList();
  }

  /** Where jobs outside may know this mesh's topics: at the gateway, or its broker. */
  private Set<String> kafkaAddresses(Settings settings, KafkaAccess kafka) {
    var all = new HashSet<>(settings.openLineage().kafka());
    all.addAll(List.of(kafka.bootstrapServers().split("[,\\s]+")));
    var gateway = gatewayAddress.get();
    all.add(gateway);
    all.add(settings.gatewayHost() + gateway.substring(gateway.lastIndexOf(':')));
    return all;
  }

  private GuardedAudit guarded(KafkaAuditLog audit, Settings settings, DataFolder folder) {
    return switch (settings.auditFailure()) {
      case STOP -> GuardedAudit.stopping(audit, clock);
      case SPOOL ->
          GuardedAudit.spooling(
              audit, clock, folder.path().resolve("audit.spool"), AUDIT_SPOOL_BYTES_MAX);
    };
  }

  /** The decisions of a mesh that is not, such as one after a change that is only planned. */
  private Decisions engine(SecretBox box, List<Fold.Change> changes) {
    var engine = new PolicyEngine(clock, box.derive("masks"));
    engine.apply(changes);
    return engine;
  }

  private IssuerTokens issuer(IssuerSettings trusted, MeshLog mesh) {
    var keys = add(new IssuerKeys(trusted.keys(), System::nanoTime));
    keys.start();
    return new IssuerTokens(
        trusted,
        keys,
        name ->
            mesh.state()
                .find(ResourceKind.USER, name, User.class)
                .filter(user -> !user.disabled())
                .isPresent(),
        clock);
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /**
   * Stops everything, the last started first. What one part does wrong does not keep the others.
   */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      var part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("Stopping {} went wrong", part.getClass().getSimpleName(), e);
      }
    }
  }
}
