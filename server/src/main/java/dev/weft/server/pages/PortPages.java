package dev.weft.server.pages;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.model.Contract;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortFields.KnownField;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.model.TagStops;
import dev.weft.model.WrittenTag;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.access.SoleSubscriber;
import dev.weft.server.access.StoppedTags;
import dev.weft.server.identity.Caller;
import dev.weft.server.observe.Declared;
import dev.weft.server.observe.ReadLedger;
import dev.weft.server.observe.SourceChanges;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Decisions;
import dev.weft.spi.FieldRule;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import dev.weft.spi.ReadTerms;
import dev.weft.spi.ReadView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The pages of ports: fields with their tags, how the reader sees them, who else reads. */
public final class PortPages {
  private final MeshLog mesh;
  private final Decisions decisions;
  private final ReadLedger ledger;
  private final Extents extents;
  private final SourceChanges changes;
  private final Clock clock;

  public PortPages(
      MeshLog mesh,
      Decisions decisions,
      ReadLedger ledger,
      Extents extents,
      SourceChanges changes,
      Clock clock) {
    this.changes = changes;
    this.mesh = mesh;
    this.decisions = decisions;
    this.ledger = ledger;
    this.extents = extents;
    this.clock = clock;
  }

  /**
   * Everything about one port, for one reader.
   *
   * @param oneSubscriber whether it is for one subscriber at a time
   * @param tagStops which tags do not come to its fields by a flow, because a steward says so
   */
  public record Page(
      PortName port,
      String description,
      String contractId,
      String contractVersion,
      List<FieldRow> fields,
      Access access,
      List<Consumer> consumers,
      long records,
      int partitions,
      List<Contract.SlaProperty> serviceLevels,
      boolean oneSubscriber,
      List<TagStops.Stop> tagStops) {}

  /**
   * One field; {@code myRule} is show, mask or withhold.
   *
   * @param tags those that it has now, and those that were rejected
   * @param otherTags those that it does not have now: their time is over, or has not come
   * @param atSource when its column has another type at the source by now: that, as a sentence
   */
  public record FieldRow(
      String path,
      String type,
      String description,
      boolean required,
      boolean primaryKey,
      boolean inContract,
      List<FieldTag> tags,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldTag> otherTags,
      String myRule,
      String myMask,
      String myPolicy,
      Optional<String> atSource) {}

  /** Whether the reader may read, and why. */
  public record Access(
      boolean allowed,
      String reason,
      List<String> policies,
      Optional<Instant> until,
      Optional<Subscription> subscription,
      Optional<Terms> terms) {}

  /** On which terms somebody reads, as all that allows it comes to; what is empty has no limit. */
  public record Terms(
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Duration> lookback,
      OptionalLong bytesPerSecond,
      OptionalLong requestsPerSecond,
      boolean audited) {
    static Terms of(ReadTerms terms) {
      return new Terms(
          terms.from(),
          terms.to(),
          terms.lookback(),
          terms.bytesPerSecond(),
          terms.requestsPerSecond(),
          terms.audited());
    }
  }

  /** One subscriber and what it has read so far. */
  public record Consumer(
      PrincipalId principal,
      String subscription,
      String purpose,
      Optional<Instant> until,
      Optional<Instant> lastRead,
      long delivered) {}

  /** The page as the caller sees it without a purpose. */
  public Page page(Caller caller, PortName port) {
    return page(caller, port, AccessContext.NONE);
  }

  public Page page(Caller caller, PortName port, AccessContext context) {
    var state = mesh.state();
    var missing =
        Problem.missing(
            "no-such-port", "There is no port '" + port + "'.", "'weft search WORDS' finds ports.");
    var output = Ports.find(state, port).orElseThrow(missing::asException);
    new Insiders(state, caller).require(port.product(), missing);
    var contract = Ports.contract(state, port);
    var view = decisions.read(caller.id(), port, context);
    var extent = extents.of(port);
    return new Page(
        port,
        output.description(),
        output.contractId() == null ? "" : output.contractId(),
        contract.map(Contract::version).orElse(""),
        fields(state, port, contract, view),
        access(state, caller, port, view),
        consumers(state, port),
        extent.records(),
        extent.partitions(),
        contract.map(Contract::slaProperties).orElse(List.of()),
        contract.map(SoleSubscriber::isWanted).orElse(false),
        StoppedTags.of(state, port).stops());
  }

  /** What the port promises, for whoever writes its records with their types. */
  public Optional<Contract> contract(PortName port) {
    return Ports.contract(mesh.state(), port);
  }

  private List<FieldRow> fields(
      MeshState state, PortName port, Optional<Contract> contract, ReadView view) {
    var changed = changes.of(state, port);
    var known = state.find(ResourceKind.PORT_FIELDS, port.topic(), PortFields.class);
    var now = clock.instant();
    return order(contract, Ports.fieldNames(state, port)).stream()
        .map(
            path ->
                row(
                    path,
                    contract.flatMap(found -> Declared.find(found.fields(), path)),
                    known.flatMap(fields -> fields.field(path)),
                    view,
                    now,
                    Optional.ofNullable(changed.get(path)).map(SourceChanges.Changed::sentence)))
        .toList();
  }

  /** The contract's order first, then what turned up at the source. */
  private static List<String> order(Optional<Contract> contract, Iterable<String> paths) {
    var ordered = new ArrayList<String>();
    contract.ifPresent(found -> found.fields().forEach(field -> ordered.add(field.name())));
    paths.forEach(
        path -> {
          if (!ordered.contains(path)) {
            ordered.add(path);
          }
        });
    return ordered;
  }

  private static FieldRow row(
      String path,
      Optional<Contract.Field> declared,
      Optional<KnownField> known,
      ReadView view,
      Instant now,
      Optional<String> atSource) {
    var tags = tags(declared, known);
    var rule =
        view.allowed() ? view.fields().getOrDefault(path, view.otherFields()) : FieldRule.WITHHOLD;
    var masked =
        rule instanceof FieldRule.Masked found
            ? Optional.of(found)
            : Optional.<FieldRule.Masked>empty();
    return new FieldRow(
        path,
        declared
            .map(Contract.Field::logicalType)
            .or(() -> known.map(KnownField::type))
            .orElse("string"),
        declared.map(Contract.Field::description).orElse(""),
        declared.map(Contract.Field::required).orElse(false),
        declared.map(Contract.Field::primaryKey).orElse(false),
        declared.isPresent(),
        tags.stream().filter(tag -> tag.validity().holdsAt(now)).toList(),
        tags.stream().filter(tag -> !tag.validity().holdsAt(now)).toList(),
        masked.isPresent() ? "mask" : rule instanceof FieldRule.Shown ? "show" : "withhold",
        masked.map(found -> found.mask().name()).orElse(""),
        masked.map(FieldRule.Masked::policy).orElse(""),
        atSource);
  }

  private static List<FieldTag> tags(
      Optional<Contract.Field> declared, Optional<KnownField> known) {
    var tags = new ArrayList<FieldTag>();
    declared.map(Contract.Field::tags).orElse(List.of()).forEach(tag -> tags.add(said(tag)));
    known.map(KnownField::tags).orElse(List.of()).forEach(tags::add);
    return tags;
  }

  private static FieldTag said(String written) {
    var tag = WrittenTag.of(written);
    var isTimed = !tag.validity().isAlways();
    return new FieldTag(
        isTimed ? tag.name() : written,
        1,
        "The contract says so.",
        "contract",
        FieldTag.Status.CONFIRMED,
        isTimed ? tag.attributes() : Map.of(),
        tag.validity());
  }

  private Access access(MeshState state, Caller caller, PortName port, ReadView view) {
    var mine =
        state.subscriptionsTo(port.topic()).stream()
            .filter(one -> one.principal().equals(caller.id()))
            .max(Comparator.comparing(Subscription::requestedAt));
    var terms = Optional.of(view).filter(ReadView::allowed).map(ReadView::terms).map(Terms::of);
    return new Access(view.allowed(), view.reason(), view.policies(), view.until(), mine, terms);
  }

  private List<Consumer> consumers(MeshState state, PortName port) {
    var now = clock.instant();
    return state.subscriptionsTo(port.topic()).stream()
        .filter(one -> one.grantsAt(now))
        .map(
            one -> {
              var reads = ledger.of(one.principal().toString(), port);
              return new Consumer(
                  one.principal(),
                  one.id(),
                  one.purpose(),
                  one.until(),
                  reads.map(ReadLedger.Reads::last),
                  reads.map(ReadLedger.Reads::delivered).orElse(0L));
            })
        .toList();
  }
}
