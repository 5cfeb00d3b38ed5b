package dev.weft.server;

import dev.weft.catalog.glossary.TermTags;
import dev.weft.flow.ProcessorTypes;
import dev.weft.gateway.Gateway;
import dev.weft.gateway.RecordTexts;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.policy.CelExpressions;
import dev.weft.registry.ContractChecks;
import dev.weft.server.access.ContractsAtTheDoor;
import dev.weft.server.access.PortContracts;
import dev.weft.server.erasure.OpenedRecords;
import dev.weft.server.erasure.SealedPorts;
import dev.weft.server.erasure.SubjectKeys;
import dev.weft.server.http.GatewayDoor;
import dev.weft.server.identity.KafkaCredentials;
import dev.weft.server.identity.Logins;
import dev.weft.server.identity.OutsidePasswords;
import dev.weft.server.identity.SessionKeys;
import dev.weft.server.identity.issuer.IssuerKeys;
import dev.weft.server.identity.issuer.IssuerSettings;
import dev.weft.server.identity.issuer.IssuerTokens;
import dev.weft.server.identity.ldap.LdapDirectory;
import dev.weft.server.identity.people.People;
import dev.weft.server.observe.AccessAudit;
import dev.weft.server.observe.FieldOrigins;
import dev.weft.server.observe.FieldRegistry;
import dev.weft.server.observe.FlowFields;
import dev.weft.server.observe.InheritedTags;
import dev.weft.server.observe.ReadLedger;
import dev.weft.server.operations.DecisionTimes;
import dev.weft.server.operations.TimedDecisions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The one door, and all that decides, reads and classifies at it. */
final class MeshDoor {
  final CelExpressions expressions = new CelExpressions();
  final ContractChecks checks = new ContractChecks(expressions);
  final ReadLedger ledger;
  final PortContracts contracts;
  final RecordTexts records;
  final SubjectKeys subjectKeys;
  final SealedPorts sealed;
  final OpenedRecords opened;
  final People people;
  final Optional<LdapDirectory> directory;
  final Logins logins;
  final SessionKeys sessions;
  final ProcessorTypes types = Installed.types();
  final FlowFields fieldsOfFlows;
  final FieldOrigins origins;

  /** With the tags of any time, for who erases. */
  final FieldOrigins originsEver;

  final InheritedTags inherited;
  final FieldRegistry fields;
  final Gateway gateway;
  final DecisionTimes decisionTimes = new DecisionTimes();

  private final AtomicReference<String> address = new AtomicReference<>("");

  /**
   * Opens the door. The log has been read by now: before, every key would be unknown, and clients
   * take a refused login for final.
   */
  MeshDoor(MeshBase base, MeshViews views) {
    var mesh = base.mesh;
    var clock = base.clock;
    ledger = new ReadLedger(clock);
    contracts = new PortContracts(mesh, views.schemas::rules);
    records = new RecordTexts(views.schemas);
    subjectKeys =
        base.parts.add(
            new SubjectKeys(
                base.kafka, base.topics.keys(), base.box, base.random, clock, base.onBroken));
    subjectKeys.start();
    sealed = new SealedPorts(mesh, subjectKeys, base.box::subjectToken, base.random);
    opened = new OpenedRecords(records, sealed);
    people = new People(mesh);
    directory = base.settings.identity().ldap().map(ldap -> new LdapDirectory(ldap, people));
    logins =
        new Logins(
            mesh, base.audit, clock, base.random, directory.map(OutsidePasswords.class::cast));
    var issuer = base.settings.gateway().issuer().map(trusted -> issuer(trusted, base));
    sessions =
        new SessionKeys(
            new KafkaCredentials(views.policy, logins, issuer),
            address::get,
            Gateways.ownClients(base.settings),
            clock,
            base.random);
    fieldsOfFlows = new FlowFields(types, expressions, views.foreign);
    origins =
        new FieldOrigins(fieldsOfFlows, views.foreign, tag -> tag.holdsAt(base.clock.instant()));
    originsEver = new FieldOrigins(fieldsOfFlows, views.foreign);
    inherited = new InheritedTags(fieldsOfFlows, new TermTags(views.glossary), views.schemas::tags);
    var classifying = base.workers("classifying", 2);
    fields = new FieldRegistry(mesh, views.classifiers::classify, classifying, inherited);
    ledger.replay(base.audit);
    gateway =
        base.parts.add(
            Gateway.start(
                Gateways.settings(base.settings),
                base.kafka,
                new TimedDecisions(views.policy, decisionTimes, System::nanoTime),
                sessions,
                new AccessAudit(base.audit, ledger, clock),
                fields,
                views.schemas,
                new ContractsAtTheDoor(mesh, contracts, checks, classifying, sealed::atTheDoor),
                sealed,
                clock));
    address.set(base.settings.gatewayAdvertised() + ":" + gateway.address().getPort());
  }

  /** Where Kafka clients connect, {@code host:port}; empty until the door is open. */
  String address() {
    return address.get();
  }

  /** What Kafka clients are told of the door. */
  GatewayDoor told(Settings settings) {
    return Gateways.door(settings, this::address);
  }

  private static IssuerTokens issuer(IssuerSettings trusted, MeshBase base) {
    var keys = base.parts.add(new IssuerKeys(trusted.keys(), System::nanoTime));
    keys.start();
    return new IssuerTokens(
        trusted,
        keys,
        name ->
            base.mesh
                .state()
                .find(ResourceKind.USER, name, User.class)
                .filter(user -> !user.disabled())
                .isPresent(),
        base.clock);
  }
}
