package dev.weft.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.policy.batch.Batch;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Decisions;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import dev.weft.spi.RowFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers batches from the mesh's own policies, in the form in which policy sets answer: who may
 * read or write which port, and what they see of a field.
 */
public final class OwnPolicies {
  private final Decisions decisions;
  private final ImportedPolicies readers;

  public OwnPolicies(Decisions decisions, ImportedPolicies readers) {
    this.decisions = decisions;
    this.readers = readers;
  }

  /** The answers, in the order of the requests. */
  public ArrayNode decide(Caller caller, JsonNode requests) {
    readers.requireReader(caller);
    if (!requests.isArray() || requests.size() > Batch.REQUESTS_MAX) {
      throw wrong("", "The requests are a list of at most " + Batch.REQUESTS_MAX + ".");
    }
    var answers = Json.MAPPER.createArrayNode();
    var problems = new ArrayList<Problem>();
    for (var i = 0; i < requests.size(); i++) {
      try {
        answers.add(answer(requests.get(i), "[" + i + "]"));
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems.subList(0, Math.min(100, problems.size())));
    }
    return answers;
  }

  private ObjectNode answer(JsonNode asked, String place) {
    var resource = asked.path("resource");
    var named =
        resource.has("port") && resource.path("port").asText().contains(".")
            ? resource.path("port").asText()
            : resource.path("product").asText() + "." + resource.path("port").asText();
    var port =
        PortName.parse(named)
            .orElseThrow(
                () -> wrong(place, "The resource names no port: {\"port\": \"product.port\"}."));
    var answer = Json.object();
    answer.set("id", asked.path("id").isMissingNode() ? null : asked.path("id"));
    var who = principal(asked.path("user").asText());
    return switch (asked.path("access").asText("read")) {
      case "read" -> read(answer, who, port, asked);
      case "write" -> write(answer, who, port);
      default -> throw wrong(place, "The access of a port is read or write.");
    };
  }

  private static PrincipalId principal(String text) {
    return text.startsWith("product:")
        ? PrincipalId.product(text.substring("product:".length()))
        : PrincipalId.user(text);
  }

  private ObjectNode write(ObjectNode answer, PrincipalId who, PortName port) {
    var written = decisions.write(who, port);
    return filled(answer, written.allowed(), written.policy()).putNull("mask").putNull("filter");
  }

  private ObjectNode read(ObjectNode answer, PrincipalId who, PortName port, JsonNode asked) {
    var context =
        new AccessContext(
            asked.path("ip").asText(""), asked.path("context").path("purpose").asText(""));
    var view = decisions.read(who, port, context);
    var field = asked.path("resource").path("field").asText();
    var rule = field.isEmpty() ? FieldRule.SHOW : rule(view, field);
    var allowed = view.allowed() && !(rule instanceof FieldRule.Withheld);
    filled(answer, allowed, policy(view, rule));
    if (allowed && rule instanceof FieldRule.Masked masked) {
      answer.putObject("mask").put("type", masked.mask().name()).putNull("expression");
    } else {
      answer.putNull("mask");
    }
    return answer.put("filter", allowed ? view.filter().map(RowFilter::text).orElse(null) : null);
  }

  /** A field has its own rule, or that of what it lies in, or that of fields nobody knows. */
  private static FieldRule rule(ReadView view, String field) {
    for (var path = field; !path.isEmpty(); path = above(path)) {
      var rule = view.fields().get(path);
      if (rule != null) {
        return rule;
      }
    }
    return view.otherFields();
  }

  private static String above(String path) {
    var dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  private static String policy(ReadView view, FieldRule rule) {
    if (rule instanceof FieldRule.Masked masked) {
      return masked.policy();
    }
    return view.policies().isEmpty() ? "" : view.policies().get(0);
  }

  /** Every read and write of a port is recorded. */
  private static ObjectNode filled(ObjectNode answer, boolean allowed, String policy) {
    return answer
        .put("allowed", allowed)
        .put("audited", true)
        .put("policy", policy.isEmpty() ? null : policy);
  }

  private static ProblemException wrong(String place, String message) {
    return new ProblemException(
        List.of(Problem.input("invalid-request", Place.field(place), message, "")));
  }
}
