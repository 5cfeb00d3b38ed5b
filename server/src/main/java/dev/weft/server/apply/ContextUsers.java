package dev.weft.server.apply;

import dev.weft.model.ContextChain;
import dev.weft.model.FlowSpec;
import dev.weft.model.ParameterContext;
import dev.weft.model.PolicySpec;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Checked;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Known;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Says which flows a changed parameter context changes, and which of them could not run then; and
 * which flows a changed policy of sending stops.
 */
final class ContextUsers {
  private static final int NOTES_MAX = 20;

  private final Known known;
  private final BiFunction<Checked, Known, List<Problem>> alsoCheck;
  private final Documents documents = new Documents();

  /** {@code known}: the mesh as it would be. */
  ContextUsers(Known known, BiFunction<Checked, Known, List<Problem>> alsoCheck) {
    this.known = known;
    this.alsoCheck = alsoCheck;
  }

  /** Sentences about a changed context or policy of sending; none for anything else. */
  List<String> notes(ResourceKey key) {
    if (key.kind() == ResourceKind.POLICY) {
      return stopped(key.name());
    }
    if (key.kind() != ResourceKind.PARAMETER_CONTEXT) {
      return List.of();
    }
    var flows = flows(key.name());
    if (flows.isEmpty()) {
      return List.of("No flow takes parameters from it.");
    }
    var notes = new ArrayList<String>();
    notes.add(
        "Flows that take parameters from it change with it: " + String.join(", ", flows) + ".");
    for (var flow : flows) {
      problems(flow).stream()
          .limit(Math.max(0, NOTES_MAX - notes.size()))
          .forEach(
              problem -> notes.add("Flow '" + flow + "' could not run then: " + problem.message()));
    }
    return notes;
  }

  private List<String> stopped(String policy) {
    return known
        .find(ResourceKind.POLICY, policy, PolicySpec.class)
        .filter(one -> one.type() == PolicySpec.Type.EGRESS)
        .map(one -> known.names(ResourceKind.FLOW).stream().sorted())
        .orElse(Stream.empty())
        .flatMap(
            flow ->
                problems(flow).stream()
                    .filter(problem -> problem.code().equals("egress-refused"))
                    .map(problem -> "Flow '" + flow + "' stops then: " + problem.message()))
        .limit(NOTES_MAX)
        .toList();
  }

  private List<String> flows(String context) {
    return known.names(ResourceKind.FLOW).stream()
        .filter(
            name ->
                known
                    .find(ResourceKind.FLOW, name, FlowSpec.class)
                    .filter(flow -> takesFrom(flow, context))
                    .isPresent())
        .sorted()
        .toList();
  }

  private boolean takesFrom(FlowSpec flow, String context) {
    var chain =
        ContextChain.of(
            flow.parameterContext(),
            name -> known.find(ResourceKind.PARAMETER_CONTEXT, name, ParameterContext.class));
    return chain.contexts().stream().anyMatch(one -> one.name().equals(context));
  }

  private List<Problem> problems(String flow) {
    var problems = new Problems();
    var tree = known.document(new ResourceKey(ResourceKind.FLOW, flow)).orElseThrow();
    var read = documents.read(new SourceText(flow + ".yaml", documents.write(tree)), problems);
    var checked = documents.check(read, problems);
    documents.checkReferences(checked, known, problems);
    checked.forEach(one -> alsoCheck.apply(one, known).forEach(problems::add));
    return problems.all();
  }
}
