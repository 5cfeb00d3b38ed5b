package dev.weft.policy.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.policy.rules.Decision;
import dev.weft.policy.rules.PolicySet;
import dev.weft.policy.rules.Request;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Answers a list of requests, in its order.
 *
 * <p>A request is <code>{"id", "user", "groups", "roles", "resource": {"level": "value"}, "access",
 * "tags": [{"name", "attributes"}], "userAttributes", "ip", "time", "context"}</code>; an answer is
 * <code>{"id", "allowed", "audited", "policy", "mask": {"type", "expression"}, "filter"}</code>.
 * The policy is the one that decided access; where none did, the one that masks or filters; else
 * -1.
 */
public final class Batch {
  /** More requests than this are to be asked in several batches. */
  public static final int REQUESTS_MAX = 100_000;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final PolicySet set;
  private final RequestReader reader;
  private final Map<String, String> masks;
  private final Clock clock;
  private final Form form;

  /**
   * How much answers say.
   *
   * @param details more than the plain form: zone, mask's and filter's policy
   * @param explain the policies that were looked at, and why the one that decided did
   * @param first the number of the first request, for messages about parts of a longer list
   */
  public record Form(boolean details, boolean explain, int first) {
    public static final Form PLAIN = new Form(false, false, 0);
  }

  /**
   * A batch to this set.
   *
   * @param masks what each type of mask does, as the service says
   */
  public Batch(PolicySet set, TagReader tags, Map<String, String> masks, Clock clock, Form form) {
    this.set = set;
    this.reader = new RequestReader(set.model(), tags);
    this.masks = masks;
    this.clock = clock;
    this.form = form;
  }

  /**
   * The answers.
   *
   * @throws ProblemException naming every request that is wrong
   */
  public ArrayNode answer(JsonNode requests) {
    if (!requests.isArray()) {
      throw problem(List.of(wrong("requests", "The requests are a list.")));
    }
    if (requests.size() > REQUESTS_MAX) {
      throw problem(
          List.of(wrong("requests", "A batch has at most " + REQUESTS_MAX + " requests.")));
    }
    var answers = JSON.arrayNode();
    read(requests).forEach(one -> answers.add(answer(one)));
    return answers;
  }

  private record Asked(JsonNode id, Request request) {}

  private List<Asked> read(JsonNode requests) {
    var all = new ArrayList<Asked>();
    var problems = new ArrayList<Problem>();
    for (var i = 0; i < requests.size(); i++) {
      try {
        all.add(new Asked(requests.get(i).path("id"), reader.read(requests.get(i))));
      } catch (IllegalArgumentException e) {
        var number = form.first() + i;
        problems.add(wrong("[" + number + "]", "Request " + number + ": " + e.getMessage() + "."));
      }
    }
    if (!problems.isEmpty()) {
      throw problem(problems.subList(0, Math.min(100, problems.size())));
    }
    return all;
  }

  private static Problem wrong(String place, String message) {
    return Problem.input("invalid-request", Place.field(place), message, "");
  }

  private static ProblemException problem(List<Problem> problems) {
    return new ProblemException(problems);
  }

  private ObjectNode answer(Asked asked) {
    var now = clock.instant();
    var decision = set.decide(asked.request(), now);
    var answer = JSON.objectNode();
    answer.set("id", asked.id().isMissingNode() ? JSON.nullNode() : asked.id());
    answer.put("allowed", decision.allowed());
    answer.put("audited", decision.audited());
    answer.put("policy", policy(decision));
    answer.set("mask", decision.mask().<JsonNode>map(this::mask).orElse(JSON.nullNode()));
    answer.put("filter", decision.filter().map(Decision.Filtered::expression).orElse(null));
    if (form.details()) {
      answer.put("accessPolicy", decision.policy());
      answer.put("zone", decision.zone());
      answer.put(
          "filterPolicy",
          decision.filter().map(Decision.Filtered::policy).orElse(Decision.NO_POLICY));
    }
    if (form.explain()) {
      var all = answer.putArray("considered");
      for (var one : set.explain(asked.request(), now, decision)) {
        all.addObject()
            .put("policy", one.policy())
            .put("name", one.name())
            .put("because", one.because());
      }
    }
    return answer;
  }

  private static long policy(Decision decision) {
    if (decision.policy() != Decision.NO_POLICY || decision.allowed()) {
      return decision.policy();
    }
    return decision
        .mask()
        .map(Decision.Masked::policy)
        .or(() -> decision.filter().map(Decision.Filtered::policy))
        .orElse(Decision.NO_POLICY);
  }

  private ObjectNode mask(Decision.Masked masked) {
    var mask = JSON.objectNode();
    mask.put("type", masked.type());
    mask.put("expression", masked.expression().orElse(null));
    if (form.details()) {
      mask.put("condition", masked.condition().orElse(null));
      mask.put("transformer", masks.get(masked.type()));
      mask.put("policy", masked.policy());
    }
    return mask;
  }
}
