package dev.weft.server.apply;

import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.Domain.Publishing;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Checked;
import dev.weft.model.format.Known;
import dev.weft.model.governance.DomainStanding;
import dev.weft.model.governance.ProductLife;
import dev.weft.model.governance.SourceDesignation;
import dev.weft.server.access.EnforcedSources;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.spi.Expressions;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What governance says of documents: whether a product may become active, what its domain's rules
 * say, and what of a governed domain no file changes. A document that stays as it is breaks
 * nothing.
 */
final class Publication {
  private static final Set<String> PUBLISHED = Set.of("active", "deprecated");

  private final Caller caller;
  private final Known known;
  private final MeshState state;
  private final DomainRules rules;
  private final ProductParts parts;
  private final EnforcedSources sources;
  private final Map<String, List<SourceDesignation>> holding;
  private final boolean complete;

  /**
   * Of one apply.
   *
   * @param known the mesh as it would be
   * @param complete whether a product has to be complete whatever its domain asks for
   */
  Publication(
      Caller caller,
      Known known,
      MeshState state,
      Instant now,
      Expressions expressions,
      boolean complete) {
    this.caller = caller;
    this.known = known;
    this.state = state;
    this.rules = new DomainRules(known, expressions);
    this.parts = new ProductParts(known);
    this.sources = new EnforcedSources(state, now);
    this.holding =
        state.all(ResourceKind.SOURCE_DESIGNATION, SourceDesignation.class).stream()
            .filter(source -> source.holdsAt(now))
            .collect(Collectors.groupingBy(source -> productOf(source.port())));
    this.complete = complete;
  }

  /** What stands against this document. */
  List<Problem> problems(Checked one) {
    if (before(one.key()).map(old -> old.document().equals(one.tree())).orElse(false)) {
      return List.of();
    }
    return switch (one.key().kind()) {
      case DOMAIN -> ofDomain(one);
      case DATA_PRODUCT -> ofProduct(one);
      case DATA_CONTRACT, FLOW, QUERY -> ofPart(one);
      default -> List.of();
    };
  }

  /** Who votes is not for one of them to change. */
  private List<Problem> ofDomain(Checked one) {
    var standing =
        state.get(DomainStanding.key(one.key().name())).map(it -> it.as(DomainStanding.class));
    var stands = standing.map(DomainStanding::stage).orElse(DomainStanding.Stage.NONE);
    var old = before(one.key()).map(it -> it.as(Domain.class).governance());
    if (stands == DomainStanding.Stage.NONE || old.isEmpty() || caller.isAdmin()) {
      return List.of();
    }
    var after = Json.read(one.tree(), Domain.class).governance();
    var same =
        Set.copyOf(after.body()).equals(Set.copyOf(old.get().body()))
            && Set.copyOf(after.stewards()).equals(Set.copyOf(old.get().stewards()))
            && after.quorum().equals(old.get().quorum())
            && after.publishing() == old.get().publishing();
    return same
        ? List.of()
        : List.of(
            new Problem(
                Problem.Kind.REFUSED,
                "governed-domain",
                one.document().places().value("governance"),
                "The domain '%s' is %s, so none of those who decide on it changes who they are."
                    .formatted(one.key().name(), stands.word()),
                "An administrator may change body, stewards, quorum and publishing; or the body"
                    + " withdraws the standing."));
  }

  private List<Problem> ofProduct(Checked one) {
    var product = Json.read(one.tree(), DataProduct.class);
    var problems = new ArrayList<Problem>();
    if (becomesActive(one, product)) {
      problems.addAll(ofPublishing(one, product));
    }
    problems.addAll(ofWayBack(one, product));
    problems.addAll(ofInputs(one, product));
    problems.addAll(ofSources(one, product));
    var place = one.document().places().value("");
    problems.addAll(rules.broken(product, one.key(), one.tree(), place));
    return problems;
  }

  private List<Problem> ofPublishing(Checked one, DataProduct product) {
    var wanted = publishing(product);
    var place = one.document().places().value("status");
    var problems = new ArrayList<Problem>();
    if (wanted != Publishing.FILE || complete) {
      ProductGaps.of(product, parts).stream()
          .map(gap -> Problem.input("incomplete-product", place, gap.sentence(), gap.hint()))
          .forEach(problems::add);
    }
    var stage = LifeChanges.life(state, product.id()).at("draft", LifeChanges.print(one.tree()));
    if (wanted == Publishing.APPROVAL && stage != ProductLife.Stage.APPROVED) {
      problems.add(
          new Problem(
              Problem.Kind.CONFLICT,
              "not-approved",
              place,
              "Products of the domain '%s' become active when they are approved; '%s' as it is here is %s."
                  .formatted(product.domain(), product.id(), stage.word()),
              "Apply it with status: draft, then: weft product propose " + product.id() + "."));
    }
    parts
        .all(one.key())
        .filter(part -> before(part).map(Resource::document).equals(known.document(part)))
        .forEach(
            part ->
                problems.addAll(
                    rules.broken(product, part, known.document(part).orElseThrow(), place)));
    return problems;
  }

  /** Where people decide that a product is active, no old file takes it back. */
  private List<Problem> ofWayBack(Checked one, DataProduct product) {
    var before = before(one.key()).map(it -> it.as(DataProduct.class));
    var goesBack =
        before.filter(old -> PUBLISHED.contains(old.status())).isPresent()
            && !PUBLISHED.contains(product.status())
            && !product.status().equals("retired");
    return goesBack && publishing(before.get()) == Publishing.APPROVAL
        ? List.of(
            new Problem(
                Problem.Kind.CONFLICT,
                "life-backwards",
                one.document().places().value("status"),
                "'%s' is %s, and this says %s."
                    .formatted(product.id(), before.get().status(), product.status()),
                "Write status: "
                    + before.get().status()
                    + ", or deprecated or retired when it ends."))
        : List.of();
  }

  /** A new input port is a new subscription. */
  private List<Problem> ofInputs(Checked one, DataProduct product) {
    if (sources.isNothingEnforced()) {
      return List.of();
    }
    var old =
        before(one.key()).stream()
            .flatMap(it -> it.as(DataProduct.class).inputPorts().stream())
            .map(DataProduct.InputPort::contractId)
            .toList();
    var self = PrincipalId.product(product.id());
    var place = one.document().places().value("inputPorts");
    return product.inputPorts().stream()
        .map(DataProduct.InputPort::contractId)
        .filter(contract -> contract != null && !old.contains(contract))
        .flatMap(contract -> Ports.ofContract(state, contract).stream())
        .filter(port -> !port.product().equals(product.id()))
        .flatMap(port -> sources.problems(port, self, List.of()).stream())
        .map(it -> new Problem(it.kind(), it.code(), place, it.message(), it.hint()))
        .toList();
  }

  /** A port that is a term's source does not vanish by the way. */
  private List<Problem> ofSources(Checked one, DataProduct product) {
    var gone = product.status().equals("retired");
    return holding.getOrDefault(product.id(), List.of()).stream()
        .filter(
            source ->
                gone
                    || !source.domain().equals(product.domain())
                    || product.outputPort(portOf(source.port())).isEmpty())
        .map(
            source ->
                new Problem(
                    Problem.Kind.CONFLICT,
                    "authoritative-source",
                    one.document().places().value(gone ? "status" : "outputPorts"),
                    "%s is the authoritative source of '%s' in the domain '%s'."
                        .formatted(source.port(), source.term(), source.domain()),
                    "Its governing body withdraws that first: weft authority withdraw %s %s --comment TEXT."
                        .formatted(source.domain(), source.term())))
        .toList();
  }

  private static String productOf(String port) {
    return PortName.parse(port).map(PortName::product).orElse("");
  }

  private static String portOf(String port) {
    return PortName.parse(port).map(PortName::port).orElse("");
  }

  /** Documents that belong to products. */
  private List<Problem> ofPart(Checked one) {
    var place = one.document().places().value("");
    return productsOf(one).stream()
        .flatMap(name -> known.find(ResourceKind.DATA_PRODUCT, name, DataProduct.class).stream())
        .flatMap(product -> rules.broken(product, one.key(), one.tree(), place).stream())
        .distinct()
        .toList();
  }

  private Set<String> productsOf(Checked one) {
    if (one.key().kind() != ResourceKind.DATA_CONTRACT) {
      return Set.of(one.tree().path("product").asText());
    }
    var names = new TreeSet<String>();
    names.add(one.tree().path("dataProduct").asText());
    parts.usersOf(one.key().name()).forEach(key -> names.add(key.name()));
    return names;
  }

  /** For the plan: what an active product still lacks where its domain does not ask for it. */
  List<String> notes(Checked one) {
    if (one.key().kind() != ResourceKind.DATA_PRODUCT) {
      return List.of();
    }
    var product = Json.read(one.tree(), DataProduct.class);
    var gaps =
        becomesActive(one, product) ? ProductGaps.of(product, parts) : List.<ProductGaps.Gap>of();
    return gaps.isEmpty()
        ? List.of()
        : List.of(
            "Not a complete data product yet: "
                + gaps.stream().map(ProductGaps.Gap::sentence).collect(Collectors.joining(" ")));
  }

  private boolean becomesActive(Checked one, DataProduct product) {
    return product.status().equals("active")
        && before(one.key())
            .filter(old -> PUBLISHED.contains(old.as(DataProduct.class).status()))
            .isEmpty();
  }

  private Publishing publishing(DataProduct product) {
    return known
        .find(ResourceKind.DOMAIN, product.domain(), Domain.class)
        .map(domain -> domain.governance().publishing())
        .orElse(Publishing.FILE);
  }

  private Optional<Resource> before(ResourceKey key) {
    return state.get(key);
  }
}
