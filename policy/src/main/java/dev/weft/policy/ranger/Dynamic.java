package dev.weft.policy.ranger;

import dev.weft.policy.rules.Level;
import dev.weft.policy.rules.Template;
import dev.weft.policy.rules.Templates;
import java.util.Optional;

/** Finds templates, and remembers whether there was any. */
final class Dynamic implements Templates {
  private final Templates templates;
  private boolean found;

  Dynamic(Templates templates) {
    this.templates = templates;
  }

  boolean found() {
    return found;
  }

  @Override
  public Optional<Template> of(String text, Level.Matching how) {
    var template = templates.of(text, how);
    found |= template.isPresent();
    return template;
  }
}
