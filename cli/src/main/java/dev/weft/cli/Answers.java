package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the server's answers, the unhappy ones included. */
final class Answers {
  /** Numbers keep the digits they were written with: 1.50 does not become 1.5. */
  private static final ObjectReader READER =
      Json.MAPPER.reader().without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

  private Answers() {}

  static JsonNode parse(byte[] body) {
    try {
      return READER.readTree(body);
    } catch (IOException e) {
      throw new Problem(
              Problem.Kind.ENVIRONMENT,
              "not-weft",
              Place.NOWHERE,
              "What answers there is not JSON.",
              "Does WEFT_URL name a Weft server?")
          .asException();
    }
  }

  /** All problems of an answer; one made of the status when it names none. */
  static List<Problem> problems(int status, byte[] body) {
    var found = new ArrayList<Problem>();
    try {
      Json.parse(body).path("problems").forEach(each -> found.add(problem(status, each)));
    } catch (UncheckedIOException e) {
      found.clear();
    }
    return found.isEmpty() ? List.of(ofStatus(status)) : List.copyOf(found);
  }

  private static Problem problem(int status, JsonNode problem) {
    var place = problem.path("place");
    return new Problem(
        kind(problem.path("kind").asText(), status),
        textOr(problem.path("code"), "unknown"),
        new Place(
            place.path("file").asText(""),
            place.path("line").asInt(),
            place.path("column").asInt(),
            place.path("path").asText("")),
        textOr(problem.path("message"), "The server refused with status " + status + "."),
        problem.path("hint").asText(""));
  }

  private static Problem ofStatus(int status) {
    return new Problem(
        kind("", status),
        "status-" + status,
        Place.NOWHERE,
        "The server answered with status " + status + " and no reason.",
        "Does WEFT_URL name a Weft server?");
  }

  private static Problem.Kind kind(String name, int status) {
    var kinds = List.of(Problem.Kind.values());
    return kinds.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .or(() -> kinds.stream().filter(kind -> kind.status() == status).findFirst())
        .orElse(status >= 500 ? Problem.Kind.ENVIRONMENT : Problem.Kind.INPUT);
  }

  private static String textOr(JsonNode text, String otherwise) {
    return text.asText("").isBlank() ? otherwise : text.asText();
  }
}
