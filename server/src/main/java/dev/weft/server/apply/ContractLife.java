package dev.weft.server.apply;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.model.format.Checked;
import dev.weft.registry.ContractChanges;
import dev.weft.registry.schema.ContractAgreement;
import dev.weft.server.access.Ports;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What becomes of those who read when a contract or product changes: nothing breaks under them
 * without a new major version, nothing ends under them without a date, unless somebody says why.
 */
final class ContractLife {
  private static final List<String> UNBOUND = List.of("draft", "proposed");
  private static final int NAMED_MAX = 5;

  private final MeshState state;
  private final Instant now;
  private final boolean forced;

  ContractLife(MeshState state, Instant now, boolean forced) {
    this.state = state;
    this.now = now;
    this.forced = forced;
  }

  /** What stands against this document taking the place of the one before. */
  List<Problem> problems(Checked one) {
    if (before(one).map(old -> old.document().equals(one.tree())).orElse(false)) {
      return List.of();
    }
    return switch (one.key().kind()) {
      case DATA_CONTRACT -> ofContract(one);
      case DATA_PRODUCT -> ofProduct(one);
      default -> List.of();
    };
  }

  private List<Problem> ofContract(Checked one) {
    var after = Json.read(one.tree(), Contract.class);
    var problems = new ArrayList<Problem>();
    if (after.status().equals("deprecated") && after.endOfLife().isEmpty()) {
      problems.add(
          Problem.input(
              "no-end",
              one.document().places().value("status"),
              "A deprecated contract says until when it holds.",
              "Add to slaProperties: {property: endOfLife, value: 2027-12-31}."));
    }
    var before = before(one).map(resource -> resource.as(Contract.class));
    if (!forced) {
      problems.addAll(ofSchemas(one, before, after));
    }
    if (before.isEmpty() || UNBOUND.contains(before.get().status())) {
      return problems;
    }
    var readers = readers(Ports.ofContract(state, one.key().name()));
    var breaks = breaking(before.get(), after);
    if (!breaks.isEmpty() && major(after.version()) <= major(before.get().version())) {
      problems.add(
          Problem.input(
              "breaking-change",
              one.document().places().value("version"),
              "This breaks whoever reads it: " + String.join(" ", breaks),
              "Publish it beside the old one, as a port with a contract of its own; or give it"
                  + " version "
                  + (major(before.get().version()) + 1)
                  + ".0.0."));
    } else if (!breaks.isEmpty() && !readers.isEmpty() && !forced) {
      problems.add(subscribed(one, "version", "break", readers));
    }
    var ends = after.status().equals("retired") && !before.get().status().equals("retired");
    if (ends && !readers.isEmpty() && !forced) {
      problems.add(subscribed(one, "status", "end", readers));
    }
    return problems;
  }

  /**
   * Schema and contract are two views of one port. What a schema had against the contract before
   * does not keep anybody from changing something else.
   */
  private List<Problem> ofSchemas(Checked one, Optional<Contract> before, Contract after) {
    var problems = new ArrayList<Problem>();
    for (var port : Ports.ofContract(state, one.key().name())) {
      var why = new ArrayList<>(ContractAgreement.objections(state, port, after));
      before.ifPresent(old -> why.removeAll(ContractAgreement.objections(state, port, old)));
      if (!why.isEmpty()) {
        problems.add(
            new Problem(
                Problem.Kind.CONFLICT,
                "schema-mismatch",
                one.document().places().value("schema"),
                "The newest schema of %s-value disagrees: %s."
                    .formatted(port.topic(), String.join("; ", why)),
                "Register a schema that fits both first; or say why not: weft apply --force"
                    + " REASON, and register the next one then."));
      }
    }
    return problems;
  }

  private List<Problem> ofProduct(Checked one) {
    var readers = readers(ending(one));
    return readers.isEmpty() || forced
        ? List.of()
        : List.of(subscribed(one, "status", "end", readers));
  }

  /** The ports that are there no more with this document: all, if the product is retired. */
  private List<PortName> ending(Checked one) {
    var before = before(one).map(resource -> resource.as(DataProduct.class));
    if (before.isEmpty()) {
      return List.of();
    }
    var after = Json.read(one.tree(), DataProduct.class);
    var retired = after.status().equals("retired") && !before.get().status().equals("retired");
    return before.get().outputPorts().stream()
        .filter(port -> retired || after.outputPort(port.name()).isEmpty())
        .map(before.get()::portName)
        .toList();
  }

  /** The grants that end when this document is applied. */
  List<Subscription> ending(List<Checked> documents) {
    return documents.stream()
        .flatMap(
            one ->
                switch (one.key().kind()) {
                  case DATA_PRODUCT -> readers(ending(one)).stream();
                  case DATA_CONTRACT -> retired(one);
                  default -> Stream.empty();
                })
        .distinct()
        .toList();
  }

  private Stream<Subscription> retired(Checked contract) {
    var before = before(contract).map(resource -> resource.as(Contract.class));
    var ends =
        Json.read(contract.tree(), Contract.class).status().equals("retired")
            && before.map(old -> !old.status().equals("retired")).orElse(false);
    return ends ? readers(Ports.ofContract(state, contract.key().name())).stream() : Stream.empty();
  }

  /** For the plan: what changes for those who read, and how many they are. */
  List<String> notes(Checked one) {
    if (one.key().kind() != ResourceKind.DATA_CONTRACT) {
      return List.of();
    }
    var notes = new ArrayList<String>();
    before(one)
        .map(resource -> resource.as(Contract.class))
        .ifPresent(
            before -> {
              var changes = ContractChanges.between(before, Json.read(one.tree(), Contract.class));
              changes.forEach(
                  change ->
                      notes.add((change.breaking() ? "Breaks readers: " : "") + change.sentence()));
              var readers = readers(Ports.ofContract(state, one.key().name())).size();
              if (!changes.isEmpty() && readers > 0) {
                notes.add(
                    readers == 1 ? "One subscriber reads it." : readers + " subscribers read it.");
              }
            });
    return notes;
  }

  private Optional<Resource> before(Checked one) {
    return state.get(one.key());
  }

  private static List<String> breaking(Contract before, Contract after) {
    return ContractChanges.between(before, after).stream()
        .filter(ContractChanges.Change::breaking)
        .map(ContractChanges.Change::sentence)
        .toList();
  }

  /** Others than the product itself who have a grant. */
  private List<Subscription> readers(List<PortName> ports) {
    return ports.stream().flatMap(this::readers).toList();
  }

  private Stream<Subscription> readers(PortName port) {
    return state.subscriptionsTo(port.topic()).stream()
        .filter(one -> one.grantsAt(now))
        .filter(one -> !one.principal().equals(PrincipalId.product(port.product())));
  }

  private static Problem subscribed(
      Checked one, String key, String does, List<Subscription> readers) {
    var named =
        readers.stream()
            .limit(NAMED_MAX)
            .map(reader -> reader.principal() + " (" + reader.port() + ")")
            .toList();
    var more = readers.size() - named.size();
    return new Problem(
        Problem.Kind.CONFLICT,
        "still-subscribed",
        one.document().places().value(key),
        "This would %s what %s%s still may read."
            .formatted(does, String.join(", ", named), more > 0 ? " and " + more + " more" : ""),
        "Deprecate it with an endOfLife and wait until they have moved; or say why not:"
            + " weft apply --force REASON.");
  }

  /** The first number of a version; 0 of what has none. */
  static int major(String version) {
    var digits = version.replaceFirst("^[vV]", "").split("\\D", 2)[0];
    return digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
  }
}
