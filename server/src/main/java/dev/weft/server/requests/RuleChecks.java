package dev.weft.server.requests;

import dev.weft.model.Domain;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.RequestRules;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Seat;
import dev.weft.model.format.Known;
import dev.weft.policy.RequestConditions;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the rules of a domain that its shape does not tell: conditions and groups. */
public final class RuleChecks {
  private final RequestConditions conditions = new RequestConditions();

  /** Each problem with its place in the document. */
  public List<Problem> problems(Domain domain, Known known) {
    var problems = new ArrayList<Problem>();
    var routes = domain.governance().requests().routes();
    for (var i = 0; i < routes.size(); i++) {
      var path = "governance.requests.routes[" + i + "]";
      if (!routes.get(i).when().isEmpty()) {
        conditions.problems(routes.get(i).when()).stream()
            .map(problem -> at(path + ".when", problem))
            .forEach(problems::add);
      }
      addUnknownGroups(routes.get(i), path, known, problems);
    }
    return problems;
  }

  private static Problem at(String path, Problem problem) {
    return new Problem(
        problem.kind(), problem.code(), Place.field(path), problem.message(), problem.hint());
  }

  private static void addUnknownGroups(
      RequestRules.Route route, String path, Known known, List<Problem> problems) {
    for (var i = 0; i < route.seats().size(); i++) {
      var seat = route.seats().get(i);
      if (seat.type() == Seat.Type.GROUP
          && known.document(new ResourceKey(ResourceKind.GROUP, seat.group())).isEmpty()) {
        problems.add(
            Problem.input(
                "group-not-found",
                Place.field(path + ".seats[" + i + "]"),
                "No group is called '" + seat.group() + "'.",
                Nearest.hint(seat.group(), known.names(ResourceKind.GROUP), "groups")));
      }
    }
  }
}
