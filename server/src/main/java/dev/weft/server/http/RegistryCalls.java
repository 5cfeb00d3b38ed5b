package dev.weft.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.KeyLogins;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls below {@code /registry}, in the form that Confluent's clients expect: their media type,
 * their numbers of errors, logins by Basic with a client's key.
 */
final class RegistryCalls {
  private static final String TYPE = "application/vnd.schemaregistry.v1+json";
  private static final String PLAIN = "application/json";
  private static final String BASE = "/registry";
  private static final Map<String, Integer> CODES =
      Map.ofEntries(
          Map.entry("subject-not-found", 40401),
          Map.entry("version-not-found", 40402),
          Map.entry("schema-not-found", 40403),
          Map.entry("subject-soft-deleted", 40404),
          Map.entry("subject-not-soft-deleted", 40405),
          Map.entry("version-soft-deleted", 40406),
          Map.entry("version-not-soft-deleted", 40407),
          Map.entry("no-own-config", 40408),
          Map.entry("no-own-mode", 40409),
          Map.entry("incompatible-schema", 409),
          Map.entry("contract-mismatch", 409),
          Map.entry("bad-schema", 42201),
          Map.entry("bad-version", 42202),
          Map.entry("bad-compatibility", 42203),
          Map.entry("bad-config", 42203),
          Map.entry("bad-mode", 42204),
          Map.entry("not-permitted", 42205),
          Map.entry("reference-exists", 42206),
          Map.entry("id-does-not-match", 42207),
          Map.entry("bad-subject", 42208),
          Map.entry("schema-too-large", 42209),
          Map.entry("bad-rules", 42210),
          Map.entry("not-the-writer", 50004));
  private static final int UNPROCESSABLE = 422;
  private static final int STORE_FAILED = 50001;

  private final KeyLogins keys;
  private final String base;
  private final Refusal refusal;

  /** Confluent's. */
  RegistryCalls(KeyLogins keys) {
    this(keys, BASE, RegistryCalls::confluent);
  }

  /**
   * Of another interface to the same registry.
   *
   * @param base where its calls are
   */
  RegistryCalls(KeyLogins keys, String base, Refusal refusal) {
    this.keys = keys;
    this.base = base;
    this.refusal = refusal;
  }

  /** How a call is refused: status and body. */
  interface Refusal {
    Refused of(Problem problem);
  }

  /** A refusal as it is written. */
  record Refused(int status, Map<String, Object> body) {}

  /** What a call does; its answer becomes JSON, a text is written as it is. */
  interface Act {
    Object of(Request request, Caller caller);
  }

  /** Open, because callers authenticate here: by key, too. */
  void add(Routes routes, String method, String path, String summary, Act act) {
    routes.open(method, base + path, summary, request -> answer(request, act));
  }

  private Object answer(Request request, Act act) {
    try {
      write(request, 200, act.of(request, caller(request)));
    } catch (ProblemException e) {
      var problem = e.first();
      if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
        request.context().header("WWW-Authenticate", "Basic realm=\"Weft\"");
      }
      var refused = refusal.of(problem);
      write(request, refused.status(), refused.body());
    }
    return Route.Answer.WRITTEN;
  }

  private static Refused confluent(Problem problem) {
    var code = code(problem);
    return new Refused(
        status(problem, code), Map.of("error_code", code, "message", sentence(problem)));
  }

  /** What is wrong, and the way out. */
  static String sentence(Problem problem) {
    return (problem.message() + " " + problem.hint()).strip();
  }

  private static int code(Problem problem) {
    var status = problem.kind().status();
    var otherwise =
        problem.kind() == Problem.Kind.ENVIRONMENT
            ? STORE_FAILED
            : problem.kind() == Problem.Kind.CONFLICT ? status : status * 100 + 1;
    return CODES.getOrDefault(problem.code(), otherwise);
  }

  private static int status(Problem problem, int code) {
    return code / 100 == UNPROCESSABLE
        ? UNPROCESSABLE
        : code / 100 == 500 ? 500 : problem.kind().status();
  }

  private Caller caller(Request request) {
    var header = Optional.ofNullable(request.context().header("Authorization")).orElse("");
    return request
        .authenticated()
        .or(() -> keys.caller(header, request.address()))
        .orElseGet(request::caller);
  }

  private static void write(Request request, int status, Object answer) {
    var bytes =
        answer instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Json.bytes(answer);
    var accepted = Optional.ofNullable(request.context().header("Accept")).orElse(TYPE);
    var type = accepted.contains(PLAIN) && !accepted.contains("schemaregistry") ? PLAIN : TYPE;
    request.context().status(status).contentType(type).result(bytes);
  }

  static ObjectNode body(Request request) {
    try {
      if (Json.MAPPER.readTree(request.context().body()) instanceof ObjectNode body) {
        return body;
      }
    } catch (JsonProcessingException e) {
      // Told below.
    }
    throw Problem.input("bad-schema", Place.NOWHERE, "The request is no JSON object.", "")
        .asException();
  }

  /** The part of a list that is asked for by {@code offset} and {@code limit}. */
  static <T> List<T> part(List<T> all, Request request) {
    var from = Math.min(all.size(), Math.max(0, number(request, "offset", 0)));
    var limit = number(request, "limit", -1);
    var to = limit < 0 ? all.size() : Math.min((long) all.size(), (long) from + limit);
    return all.subList(from, (int) to);
  }

  private static int number(Request request, String name, int otherwise) {
    return request
        .query(name)
        .map(
            text -> {
              if (!text.matches("-?\\d{1,9}")) {
                throw Problem.input(
                        "bad-number", Place.field(name), "'" + text + "' is no number.", "")
                    .asException();
              }
              return Integer.parseInt(text);
            })
        .orElse(otherwise);
  }
}
