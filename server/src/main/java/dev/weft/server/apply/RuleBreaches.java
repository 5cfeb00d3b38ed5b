package dev.weft.server.apply;

import dev.weft.model.DataProduct;
import dev.weft.model.Place;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Expressions;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which documents of a domain break its rules as things are: a rule may be newer than they. */
public final class RuleBreaches {
  private static final int BREACHES_MAX = 1_000;

  private final Expressions expressions;

  public RuleBreaches(Expressions expressions) {
    this.expressions = expressions;
  }

  /** One document that breaks one rule; the message says which, and what it has seen. */
  public record Breach(String product, String document, String message) {}

  /** Of the products that pass the test, at most a thousand. */
  public List<Breach> of(MeshState state, String domain, Predicate<DataProduct> visible) {
    var known = new KnownResources(state);
    var rules = new DomainRules(known, expressions);
    var parts = new ProductParts(known);
    var found = new ArrayList<Breach>();
    for (var product : state.all(ResourceKind.DATA_PRODUCT, DataProduct.class)) {
      if (product.domain().equals(domain) && visible.test(product)) {
        var key = new ResourceKey(ResourceKind.DATA_PRODUCT, product.id());
        Stream.concat(Stream.of(key), parts.all(key))
            .flatMap(part -> breaches(rules, product, part, known))
            .limit(BREACHES_MAX - found.size())
            .forEach(found::add);
      }
    }
    return List.copyOf(found);
  }

  private static Stream<Breach> breaches(
      DomainRules rules, DataProduct product, ResourceKey part, KnownResources known) {
    return rules.broken(product, part, known.document(part).orElseThrow(), Place.NOWHERE).stream()
        .map(problem -> new Breach(product.id(), part.toString(), problem.message()));
  }
}
