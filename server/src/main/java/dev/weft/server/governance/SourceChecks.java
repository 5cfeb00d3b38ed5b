package dev.weft.server.governance;

import dev.weft.model.DataProduct;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.QuerySpec;
import dev.weft.model.ResourceKind;
import dev.weft.model.Term;
import dev.weft.model.User;
import dev.weft.model.governance.SourceDesignation;
import dev.weft.server.access.EnforcedSources;
import dev.weft.server.access.Ports;
import dev.weft.server.observe.FlowFields;
import dev.weft.spi.MeshState;
import java.util.stream.Stream;

/** What can be a source, and who can be its provisioning point. */
final class SourceChecks {
  private SourceChecks() {}

  /** A word of another domain is that domain's. */
  static void requireTerm(MeshState state, String domain, String name) {
    var names = state.all(ResourceKind.TERM).stream().map(one -> one.name()).toList();
    var term =
        state
            .find(ResourceKind.TERM, name, Term.class)
            .orElseThrow(
                () ->
                    Problem.missing(
                            "no-such-term",
                            "There is no term '" + name + "'.",
                            Nearest.hint(name, names, "terms"))
                        .asException());
    if (!term.domain().isEmpty() && !term.domain().equals(domain)) {
      throw Problem.conflict(
              "other-domain",
              "'%s' is a term of the domain '%s'.".formatted(name, term.domain()),
              "That domain says what its source is.")
          .asException();
    }
  }

  static PortName requirePort(MeshState state, String domain, String term, String name) {
    var port =
        PortName.parse(name)
            .filter(one -> Ports.exists(state, one))
            .orElseThrow(
                () ->
                    Problem.missing(
                            "no-such-port",
                            "There is no port '" + name + "'.",
                            "'weft search WORDS' finds ports.")
                        .asException());
    var product =
        state.find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class).orElseThrow();
    if (!product.domain().equals(domain) || product.status().equals("retired")) {
      throw Problem.conflict(
              "other-domain",
              "%s is no port of an unretired product of the domain '%s'.".formatted(port, domain),
              "A domain's source of a term is a product of its own.")
          .asException();
    }
    if (!EnforcedSources.carries(state, port, term)) {
      throw Problem.conflict(
              "term-not-there",
              "Nothing of %s is accepted to mean '%s'.".formatted(port, term),
              "Assign the term first: weft term assign %s %s.FIELD.".formatted(term, port))
          .asException();
    }
    return port;
  }

  static PrincipalId provisioner(MeshState state, PortName port, String wanted) {
    var own = PrincipalId.product(port.product());
    var named = wanted.isEmpty() ? own : PrincipalId.parse(wanted);
    var known =
        switch (named.type()) {
          case PRODUCT -> named.equals(own);
          case USER -> state.find(ResourceKind.USER, named.name(), User.class).isPresent();
          case AGENT -> !named.name().isBlank();
          case SYSTEM -> false;
        };
    if (!known) {
      throw Problem.input(
              "bad-provisioner",
              Place.field("provisioner"),
              "'" + wanted + "' cannot be the provisioning point of " + port + ".",
              "It is " + own + ", a user, or agent:NAME.")
          .asException();
    }
    if (!named.equals(own)) {
      mustHaveNoWriter(state, port);
    }
    mustAgree(state, port, named);
    return named;
  }

  /** Flows and queries write as their product, which could write no more. */
  private static void mustHaveNoWriter(MeshState state, PortName port) {
    var flow =
        state.all(ResourceKind.FLOW).stream()
            .filter(one -> FlowFields.writes(one).contains(port))
            .map(one -> "the flow " + one.name());
    var query =
        state.all(ResourceKind.QUERY, QuerySpec.class).stream()
            .filter(one -> one.ports().contains(port))
            .map(one -> "the query " + one.name());
    Stream.concat(flow, query)
        .findFirst()
        .ifPresent(
            writer -> {
              throw Problem.conflict(
                      "another-writer",
                      "%s is filled by %s, which writes as its product.".formatted(port, writer),
                      "Let the product be the provisioning point, or remove that first.")
                  .asException();
            });
  }

  /** A port may be the source of several terms, and still has one provisioning point. */
  private static void mustAgree(MeshState state, PortName port, PrincipalId named) {
    state.all(ResourceKind.SOURCE_DESIGNATION, SourceDesignation.class).stream()
        .filter(one -> one.port().equals(port.topic()) && !one.provisioner().equals(named))
        .findFirst()
        .ifPresent(
            other -> {
              throw Problem.conflict(
                      "another-provisioner",
                      "%s is the provisioning point of %s already, for the term '%s'."
                          .formatted(other.provisioner(), port, other.term()),
                      "A port has one; name the same.")
                  .asException();
            });
  }
}
