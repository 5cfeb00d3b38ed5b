package dev.weft.policy.ranger;

import dev.weft.policy.ranger.script.Script;
import dev.weft.policy.ranger.script.UnreadableScript;
import dev.weft.policy.rules.Asked;
import dev.weft.policy.rules.Level;
import dev.weft.policy.rules.Template;
import dev.weft.policy.rules.Templates;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds <code>${{...}}</code> and tokens in texts. */
final class RangerTemplates implements Templates {
  private static final Pattern HOLE = Pattern.compile("\\$\\{\\{(?<script>.*?)}}");

  private final ZoneId host;
  private final Findings findings;
  private final long policy;

  RangerTemplates(ZoneId host, Findings findings, long policy) {
    this.host = host;
    this.findings = findings;
    this.policy = policy;
  }

  @Override
  public Optional<Template> of(String text, Level.Matching how) {
    var scripts = how.expressions() && HOLE.matcher(text).find();
    var style = how.tokens().filter(tokens -> scripts || tokens.isIn(text));
    if (!scripts && style.isEmpty()) {
      return Optional.empty();
    }
    var first = scripts ? expressions(text) : (Template) asked -> text;
    return Optional.of(
        style
            .<Template>map(tokens -> asked -> tokens.replace(first.fill(asked), asked::token))
            .orElse(first));
  }

  /** The text with its expressions evaluated; one that cannot be read leaves nothing. */
  Template expressions(String text) {
    var parts = new ArrayList<Template>();
    var found = HOLE.matcher(text);
    var at = 0;
    while (found.find()) {
      var literal = text.substring(at, found.start());
      parts.add(asked -> literal);
      parts.add(script(found.group("script")));
      at = found.end();
    }
    if (parts.isEmpty()) {
      return asked -> text;
    }
    var rest = text.substring(at);
    parts.add(asked -> rest);
    return asked -> joined(parts, asked);
  }

  private static String joined(List<Template> parts, Asked asked) {
    var all = new StringBuilder();
    parts.forEach(part -> all.append(part.fill(asked)));
    return all.toString();
  }

  private Template script(String text) {
    try {
      return Script.read(text, host)::text;
    } catch (UnreadableScript e) {
      findings.add(
          policy, "${{" + text + "}}", "The expression is left empty: " + e.getMessage() + ".");
      return asked -> "";
    }
  }
}
