package dev.weft.server.apply;

import dev.weft.catalog.search.ProductVisibility;
import dev.weft.classification.OwnClassifier;
import dev.weft.flow.FlowCheck;
import dev.weft.flow.FlowEgress;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.BusinessMetadata;
import dev.weft.model.ClassifierSpec;
import dev.weft.model.ContextChain;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.ParameterContext;
import dev.weft.model.Place;
import dev.weft.model.PolicySpec;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Checked;
import dev.weft.model.format.Known;
import dev.weft.policy.PolicyEngine;
import dev.weft.registry.quality.SqlRules;
import dev.weft.server.access.ContractsAtTheDoor;
import dev.weft.server.access.PortCleanup;
import dev.weft.server.access.SoleSubscriber;
import dev.weft.server.business.BusinessChecks;
import dev.weft.server.connect.ConnectObstacles;
import dev.weft.server.erasure.SealedPorts;
import dev.weft.server.requests.RuleChecks;
import dev.weft.server.requests.TermsOfUse;
import dev.weft.spi.Egress;
import dev.weft.spi.Expressions;
import dev.weft.spi.QualityQueries;
import dev.weft.spi.RecordCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What the policy engine and the flow runner know to be wrong with a document, with its place. */
public final class DocumentChecks implements BiFunction<Checked, Known, List<Problem>> {
  private final PolicyEngine policy;
  private final ProcessorTypes types;
  private final Expressions expressions;
  private final RecordCheck.Factory checks;
  private final Optional<QualityQueries> queries;
  private final RuleChecks requestRules = new RuleChecks();

  /** Without {@code queries} rules in SQL are not looked at. */
  public DocumentChecks(
      PolicyEngine policy,
      ProcessorTypes types,
      Expressions expressions,
      RecordCheck.Factory checks,
      Optional<QualityQueries> queries) {
    this.queries = queries;
    this.policy = policy;
    this.types = types;
    this.expressions = expressions;
    this.checks = checks;
  }

  @Override
  public List<Problem> apply(Checked document, Known known) {
    if (!document.sound()) {
      return document.key().kind() == ResourceKind.FLOW
          ? new UnsoundFlow(document.tree())
              .problems(types).stream().map(problem -> placed(problem, document)).toList()
          : List.of();
    }
    try {
      var found =
          switch (document.key().kind()) {
            case POLICY -> policy.check(Json.read(document.tree(), PolicySpec.class));
            case FLOW -> flow(Json.read(document.tree(), FlowSpec.class), known);
            case DATA_PRODUCT -> product(Json.read(document.tree(), DataProduct.class), known);
            case DATA_CONTRACT -> contract(Json.read(document.tree(), Contract.class), known);
            case BUSINESS_METADATA ->
                new BusinessChecks(known).of(Json.read(document.tree(), BusinessMetadata.class));
            case CLASSIFIER ->
                OwnClassifier.problems(Json.read(document.tree(), ClassifierSpec.class));
            case DOMAIN -> domain(Json.read(document.tree(), Domain.class), known);
            case USER -> user(document.key().name());
            default -> List.<Problem>of();
          };
      return found.stream().map(problem -> placed(problem, document)).toList();
    } catch (IllegalArgumentException e) {
      // A value of the wrong type: the format's own checks have said so, with a better sentence.
      return List.of();
    }
  }

  private List<Problem> domain(Domain domain, Known known) {
    var problems = new ArrayList<>(DomainRules.problems(domain, expressions));
    problems.addAll(requestRules.problems(domain, known));
    return problems;
  }

  /** The audit says {@code weft} where no person acted. */
  private static List<Problem> user(String name) {
    return name.equals(PrincipalId.WEFT.name())
        ? List.of(
            Problem.input(
                "reserved-name",
                Place.field("name"),
                "'" + name + "' is Weft itself, so no person can be called that.",
                "Choose another name."))
        : List.of();
  }

  /** A word that is misspelled would hide a product that nobody wants to hide. */
  private static List<Problem> product(DataProduct product, Known known) {
    var problems = new ArrayList<>(new BusinessChecks(known).of(product));
    problems.addAll(TermsOfUse.problems(product));
    product.customProperties().stream()
        .filter(each -> ProductVisibility.PROPERTY.equals(each.property()))
        .filter(each -> ProductVisibility.parse(each.value()).isEmpty())
        .map(
            each ->
                Problem.input(
                    "bad-visibility",
                    Place.field("customProperties"),
                    "'" + each.value() + "' is not what " + ProductVisibility.PROPERTY + " can be.",
                    "open: everybody knows all of it; ask: others know that it exists; hidden:"
                        + " others know nothing."))
        .forEach(problems::add);
    return problems;
  }

  /** A contract that records cannot be checked against would keep everybody from writing. */
  private List<Problem> contract(Contract contract, Known known) {
    try {
      var rules = queries.map(engine -> SqlRules.problems(contract, engine)).orElse(List.of());
      if (!rules.isEmpty()) {
        return rules;
      }
      var terms = TermsOfUse.problems(contract);
      if (!terms.isEmpty()) {
        return terms;
      }
      var unused = checks.of(contract);
      var unusedChoice = ContractsAtTheDoor.onViolation(contract);
      var unusedNumber = SoleSubscriber.isWanted(contract);
      PortCleanup.check(contract);
      SealedPorts.check(contract);
      return new BusinessChecks(known).of(contract);
    } catch (ProblemException e) {
      return e.problems();
    }
  }

  private List<Problem> flow(FlowSpec written, Known known) {
    var chain =
        ContextChain.of(
            written.parameterContext(),
            name -> known.find(ResourceKind.PARAMETER_CONTEXT, name, ParameterContext.class));
    var flow = written.with(chain.declared());
    var problems = new ArrayList<Problem>();
    problems.addAll(FlowEgress.problems(flow, types, expressions, egress(known)));
    ConnectObstacles.problem(flow, types, known).ifPresent(problems::add);
    // Parameters that nobody declares are told with the references, whose sentence says more.
    FlowCheck.problems(flow, types, flow.parameters().keySet(), expressions).stream()
        .filter(problem -> !problem.code().equals("unknown-parameter"))
        .forEach(problems::add);
    return problems;
  }

  /**
   * With the policies and products as they would be: a place and who allows it may come together.
   */
  private Egress egress(Known known) {
    var policies =
        known.names(ResourceKind.POLICY).stream()
            .flatMap(name -> known.find(ResourceKind.POLICY, name, PolicySpec.class).stream())
            .filter(one -> one.type() == PolicySpec.Type.EGRESS)
            .toList();
    return policy.egress(
        policies,
        product ->
            known
                .find(ResourceKind.DATA_PRODUCT, product, DataProduct.class)
                .map(DataProduct::domain)
                .orElse(""));
  }

  /** The same problem with file, line and column, where the document has the path. */
  private static Problem placed(Problem problem, Checked document) {
    var path = problem.place().path();
    var place = document.document().places().value(path);
    return new Problem(
        problem.kind(),
        problem.code(),
        new Place(place.file(), place.line(), place.column(), path),
        problem.message(),
        problem.hint());
  }
}
