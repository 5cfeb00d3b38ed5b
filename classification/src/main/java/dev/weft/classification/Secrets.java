package dev.weft.classification;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Forms of keys and tokens, as those who issue them document: a prefix that nothing else has, or
 * the three parts of a JSON Web Token (RFC 7519), or the armour of a private key (RFC 7468).
 */
final class Secrets {
  /** A form, where it is looked for in a text, and the tag of what has it. */
  record Form(String tag, Pattern pattern) {}

  static final List<Form> FORMS =
      List.of(
          form(
              "secret.token",
              "\\beyJ[A-Za-z0-9_-]{8,2000}\\.eyJ[A-Za-z0-9_-]{4,4000}\\.[A-Za-z0-9_-]{0,2000}"),
          form(
              "secret.token",
              "\\b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{22,255}|glpat-[A-Za-z0-9_-]{20,64}"
                  + "|xox[abeoprs]-[A-Za-z0-9-]{10,250}|npm_[A-Za-z0-9]{36}|hf_[A-Za-z0-9]{30,40}"
                  + "|pypi-[A-Za-z0-9_-]{50,250}|dop_v1_[a-f0-9]{64}|hvs\\.[A-Za-z0-9_-]{20,200})"),
          form(
              "secret.key",
              "\\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{35}|[srp]k_(?:live|test)_[A-Za-z0-9]{16,250}"
                  + "|SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{32,64}|sk-[A-Za-z0-9_-]{32,200}"
                  + "|whsec_[A-Za-z0-9]{24,64}|SK[a-f0-9]{32})\\b"),
          form("secret.key", "-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----"),
          form(
              "secret.password", "\\b[a-z][a-z0-9+]{1,15}://[^\\s:/@?#]{1,64}:[^\\s:/@?#]{3,64}@"));

  private static final List<String> MARKS =
      List.of(
          "eyJ",
          "gh",
          "glpat-",
          "xox",
          "npm_",
          "hf_",
          "pypi-",
          "dop_v1_",
          "hvs.",
          "AKIA",
          "ASIA",
          "AIza",
          "k_live_",
          "k_test_",
          "SG.",
          "sk-",
          "whsec_",
          "SK",
          "-----BEGIN",
          "://");

  private Secrets() {}

  private static Form form(String tag, String pattern) {
    return new Form(tag, Pattern.compile(pattern));
  }

  /** A cheap look that spares most texts the patterns. */
  static boolean mayBeIn(String text) {
    for (var mark : MARKS) {
      if (text.contains(mark)) {
        return true;
      }
    }
    return false;
  }

  /** Bits for each character if characters were drawn as often as they are in it (Shannon). */
  static double entropy(String text) {
    var counts = new int[128];
    text.chars().forEach(c -> counts[Math.min(c, 127)]++);
    var bits = 0.0;
    for (var count : counts) {
      if (count > 0) {
        var share = (double) count / text.length();
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }
}
