package dev.weft.policy;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.policy.cel.FieldPath;
import dev.weft.policy.cel.Formula;
import dev.weft.policy.cel.Language;
import dev.weft.policy.cel.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Conditions about a request for access, in CEL over {@code request}; docs/access-requests.md lists
 * what it holds. Anything but true is no. Safe for any thread.
 */
public final class RequestConditions {
  /** So that texts which nobody has any more do not stay for ever. */
  private static final int KNOWN_MAX = 1_000;

  private final Language language = Language.ofRequest();
  private final Map<String, Formula> known = new ConcurrentHashMap<>();

  /** What is wrong with a condition; nothing when it can be used. */
  public List<Problem> problems(String text) {
    try {
      var unused = compiled(text);
      return List.of();
    } catch (ProblemException e) {
      return e.problems();
    }
  }

  /**
   * Whether the condition holds; an empty one does.
   *
   * @param request texts, numbers as Long, true or false, and lists of these
   */
  public boolean isTrue(String text, Map<String, Object> request) {
    return text.isEmpty() || compiled(text).isTrue(new RequestScope(request));
  }

  private Formula compiled(String text) {
    var formula = known.get(text);
    if (formula == null) {
      formula = language.compileCondition(text);
      if (known.size() >= KNOWN_MAX) {
        known.clear();
      }
      known.put(text, formula);
    }
    return formula;
  }

  private record RequestScope(Map<String, Object> request) implements Scope {
    @Override
    public Object field(FieldPath path) {
      return MISSING;
    }

    @Override
    public Map<String, Object> record() {
      return Map.of();
    }

    @Override
    public Map<String, Object> other() {
      return request;
    }
  }
}
