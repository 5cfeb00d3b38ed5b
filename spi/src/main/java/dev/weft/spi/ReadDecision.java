package dev.weft.spi;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a view decided, as the audit keeps it: enough to say later whether a field was seen raw, and
 * nothing of how it was done. Two views with the same decision are one stretch in the audit.
 *
 * @param maskedFields path of each masked field to the policy that masked it
 * @param masks path of each masked field to the mask's name
 * @param withheldFields paths that were left out
 * @param shownFields paths that were shown although what is above them, or any other field, was not
 * @param otherFields what happened to fields that are not named: "show", "withhold" or "mask"
 * @param key the same of record keys
 * @param filter the row filter's expression; empty when there was none
 * @param policies all policies, and the subscription, that led to the decision
 * @param purpose what it was read for; empty when none was named
 */
public record ReadDecision(
    Map<String, String> maskedFields,
    Map<String, String> masks,
    List<String> withheldFields,
    List<String> shownFields,
    String otherFields,
    String key,
    String filter,
    List<String> policies,
    String purpose) {
  private static final int FILTER_CHARACTERS_MAX = 2_000;

  public static ReadDecision of(ReadView view) {
    var masked = new TreeMap<String, String>();
    var masks = new TreeMap<String, String>();
    view.fields()
        .forEach(
            (path, rule) -> {
              if (rule instanceof FieldRule.Masked mask) {
                masked.put(path, mask.policy());
                masks.put(path, mask.mask().name());
              }
            });
    return new ReadDecision(
        masked,
        masks,
        paths(view, path -> view.fields().get(path) == FieldRule.WITHHOLD),
        paths(view, path -> isShownAlone(view, path)),
        word(view.otherFields()),
        word(view.key()),
        view.filter().map(filter -> shortened(filter.text())).orElse(""),
        view.policies(),
        view.terms().purpose());
  }

  private static List<String> paths(ReadView view, Predicate<String> wanted) {
    return view.fields().keySet().stream().filter(wanted).sorted().toList();
  }

  private static boolean isShownAlone(ReadView view, String path) {
    return view.fields().get(path) == FieldRule.SHOW && above(view, path) != FieldRule.SHOW;
  }

  /** The rule that the field would have without its own. */
  private static FieldRule above(ReadView view, String path) {
    for (var dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      var rule = view.fields().get(path.substring(0, dot));
      if (rule != null) {
        return rule;
      }
    }
    return view.otherFields();
  }

  private static String word(FieldRule rule) {
    return rule == FieldRule.SHOW ? "show" : rule == FieldRule.WITHHOLD ? "withhold" : "mask";
  }

  private static String shortened(String text) {
    return text.length() <= FILTER_CHARACTERS_MAX
        ? text
        : text.substring(0, FILTER_CHARACTERS_MAX - 1) + "…";
  }
}
