package dev.weft.cli;

import dev.weft.model.Json;
import dev.weft.model.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints problems: place first, then the stable code, a sentence, a way out; all of them. */
final class ProblemPrinter {
  private ProblemPrinter() {}

  static String forPeople(List<Problem> problems) {
    var text = new StringBuilder();
    for (var problem : problems) {
      text.append(headline(problem)).append('\n');
      text.append("    ").append(sentence(problem).replace("\n", "\n    ")).append('\n');
    }
    if (problems.size() > 1) {
      text.append(Text.count(problems.size(), "problem")).append(".\n");
    }
    return Text.printable(text.toString());
  }

  /** The same document that REST answers with. */
  static String forPrograms(List<Problem> problems) {
    var first = problems.get(0);
    var document = Json.object();
    document.put("status", first.kind().status());
    document.put("title", first.message());
    document.put("code", first.code());
    document.set("problems", Json.MAPPER.valueToTree(problems));
    return document.toPrettyString() + "\n";
  }

  private static String headline(Problem problem) {
    var place = problem.place();
    var path = place.file().isEmpty() ? "" : place.path();
    return Stream.of(place.toString(), problem.code(), path)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("   "));
  }

  private static String sentence(Problem problem) {
    var bug =
        problem.kind() == Problem.Kind.INTERNAL ? " This is a bug in Weft; please report it." : "";
    var hint = problem.hint().isEmpty() ? "" : " " + problem.hint();
    return problem.message() + hint + bug;
  }
}
