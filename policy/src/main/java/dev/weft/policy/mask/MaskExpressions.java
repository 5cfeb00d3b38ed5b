package dev.weft.policy.mask;

import dev.weft.model.ProblemException;
import dev.weft.policy.cel.Formula;
import dev.weft.policy.cel.Language;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The expressions of masks, each compiled once; the last thousand. Safe for any thread. */
public final class MaskExpressions {
  private static final int TEXTS_MAX = 1_000;

  private final Language language = Language.ofValueAndUser();
  private final Map<String, Optional<Formula>> byText =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Optional<Formula>> eldest) {
              return size() > TEXTS_MAX;
            }
          });

  /**
   * Compiles an expression over {@code value} and {@code user}.
   *
   * @throws ProblemException with every problem of the text; line and column are within it
   */
  public Formula compile(String text) {
    return language.compile(text);
  }

  /** The compiled expression; empty when it is none. */
  Optional<Formula> find(String text) {
    var known = byText.get(text);
    if (known != null) {
      return known;
    }
    var made = tried(text);
    byText.put(text, made);
    return made;
  }

  private Optional<Formula> tried(String text) {
    try {
      return Optional.of(compile(text));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }
}
