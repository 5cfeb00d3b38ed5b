package dev.weft.model.format;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Knows by its name what must not be in a file in clear. */
public final class Secrets {
  private static final Pattern WORDS = Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])");
  private static final Set<String> LAST =
      Set.of(
          "password",
          "passwd",
          "passphrase",
          "pwd",
          "secret",
          "token",
          "credentials",
          "authorization");
  private static final Set<String> KEY_OF = Set.of("api", "private", "secret", "access");
  private static final Pattern IN_TEXT =
      Pattern.compile(
          "(?i)\\b(?:password|passwd|pwd|secret|token)\\s*=\\s*(?!#\\{)[^\\s;&\"]"
              + "|\\w://[^/\\s:@#]+:(?!#\\{)[^/\\s@]+@");

  private Secrets() {}

  /** Whether a key of this name holds a secret: {@code dbPassword}, {@code api_key}. */
  public static boolean namesSecret(String key) {
    var words = WORDS.split(key);
    var last = words.length == 0 ? "" : words[words.length - 1].toLowerCase(Locale.ROOT);
    if (last.equals("key") && words.length > 1) {
      return KEY_OF.contains(words[words.length - 2].toLowerCase(Locale.ROOT));
    }
    return LAST.contains(last);
  }

  /** Whether a text, such as an address, carries a password in clear. */
  public static boolean holdsSecret(String text) {
    return IN_TEXT.matcher(text).find();
  }
}
