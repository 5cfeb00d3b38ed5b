package dev.weft.server.identity.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import java.util.Map;
import java.util.Set;

/** Problems in SCIM's words (RFC 7644, 3.12). */
public final class ScimErrors {
  private static final int PRECONDITION_FAILED = 412;

  /** Refusals of people that SCIM knows by another word. */
  private static final Map<String, String> WORDS =
      Map.of(
          "bad-name", "invalidValue", "name-taken", "uniqueness", "another-person", "uniqueness");

  private static final Set<String> TYPES =
      Set.of(
          "invalidFilter",
          "tooMany",
          "uniqueness",
          "mutability",
          "invalidSyntax",
          "invalidPath",
          "noTarget",
          "invalidValue");

  private ScimErrors() {}

  /** As it is answered. */
  public static ObjectNode of(Problem problem) {
    var error = Json.object();
    error.putArray("schemas").add(Scim.ERROR);
    error.put("status", Integer.toString(status(problem)));
    if (TYPES.contains(type(problem))) {
      error.put("scimType", type(problem));
    }
    return error.put("detail", (problem.message() + " " + problem.hint()).strip());
  }

  /** The status of HTTP. */
  public static int status(Problem problem) {
    if (problem.code().equals(Scim.OTHER_VERSION)) {
      return PRECONDITION_FAILED;
    }
    return switch (type(problem)) {
      case "uniqueness" -> Problem.Kind.CONFLICT.status();
      case "invalidValue" -> Problem.Kind.INPUT.status();
      default -> problem.kind().status();
    };
  }

  private static String type(Problem problem) {
    return WORDS.getOrDefault(problem.code(), problem.code());
  }
}
