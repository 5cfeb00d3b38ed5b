package dev.weft.policy.rules;

import java.util.Optional;

/** Finds the holes in texts of policies. */
@FunctionalInterface
public interface Templates {
  /** How the text is filled for each request; empty when it has nothing to be filled. */
  Optional<Template> of(String text, Level.Matching how);

  /** Only tokens such as <code>{USER}</code>, no expressions. */
  static Templates tokensOnly() {
    return (text, how) ->
        how.tokens()
            .filter(style -> style.isIn(text))
            .map(style -> asked -> style.replace(text, asked::token));
  }
}
