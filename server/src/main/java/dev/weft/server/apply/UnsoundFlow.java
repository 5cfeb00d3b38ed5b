package dev.weft.server.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.FlowCheck;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.Problem;
import dev.weft.model.format.ReadableFlow;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What can be said of a flow whose document is wrong elsewhere: types, relationships and settings
 * that nobody knows, as these do not follow from what else is wrong. So its author mends all at
 * once.
 */
record UnsoundFlow(ObjectNode tree) {
  private static final Pattern TYPE = Pattern.compile("(processors|services)\\[(\\d+)]\\.type");
  private static final Set<String> NAMES =
      Set.of(
          "unknown-processor-type",
          "unknown-service-type",
          "unknown-relationship",
          "unknown-setting");

  List<Problem> problems(ProcessorTypes types) {
    return FlowCheck.problems(ReadableFlow.of(tree), types, Set.of()).stream()
        .filter(problem -> NAMES.contains(problem.code()) && !isToldAlready(problem))
        .toList();
  }

  /** A type that is not there, or is no text, is told by the shape. */
  private boolean isToldAlready(Problem problem) {
    var place = TYPE.matcher(problem.place().path());
    if (!place.matches()) {
      return false;
    }
    var component = tree.path(place.group(1)).path(Integer.parseInt(place.group(2)));
    return !component.isMissingNode() && !component.path("type").isTextual();
  }
}
