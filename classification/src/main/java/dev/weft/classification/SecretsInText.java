package dev.weft.classification;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Keys and tokens of known forms, and what stands behind {@code password=} and the like. */
final class SecretsInText implements TextScan.Locator {
  private static final List<String> WORDS =
      List.of("passw", "pwd", "kennwort", "secret", "key", "token", "authorization");
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)(?<![a-z0-9])(?:password|passwd|pwd|passwort|kennwort|secret|api[_-]?key|apikey|access[_-]?key"
              + "|private[_-]?key|auth[_-]?token|access[_-]?token|client[_-]?secret)[\"']?(?: is|ist)? ?[=:] ?[\"']?"
              + "([^\\s\"',;<>{}()\\[\\]*]{6,200})");
  private static final Pattern BEARER =
      Pattern.compile("(?i)\\bauthorization: (?:bearer|basic) ([A-Za-z0-9+/=._~-]{8,2000})");

  @Override
  public void find(String text, List<Located> found) {
    if (Secrets.mayBeIn(text)) {
      for (var form : Secrets.FORMS) {
        ContactsInText.all(
            form.pattern(), 0, text, form.tag(), 0.99, "keys or tokens of a known form", found);
      }
    }
    if ((text.indexOf('=') >= 0 || text.indexOf(':') >= 0) && mentions(text)) {
      ContactsInText.all(ASSIGNED, 1, text, "secret.password", 0.8, "secrets", found);
      ContactsInText.all(BEARER, 1, text, "secret.token", 0.9, "tokens", found);
    }
  }

  /** A cheap look that spares most texts the patterns. */
  private static boolean mentions(String text) {
    var small = text.toLowerCase(Locale.ROOT);
    return WORDS.stream().anyMatch(small::contains);
  }
}
