package dev.weft.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The formats of texts that can be checked; a format with another name promises nothing here. */
enum TextFormat {
  EMAIL("an email address", "[^@\\s]{1,64}@[^@\\s]+\\.[^@\\s.]+"),
  UUID("a UUID", "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}"),
  URI("a URI", "\\S+") {
    @Override
    boolean matches(String text) {
      try {
        return new URI(text).isAbsolute();
      } catch (URISyntaxException e) {
        return false;
      }
    }
  },
  HOSTNAME("a host name", "(?=.{1,253}$)(?!-)[A-Za-z0-9-]{1,63}(\\.(?!-)[A-Za-z0-9-]{1,63})*"),
  IPV4("an IPv4 address", "(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}"),
  IPV6("an IPv6 address", "[0-9A-Fa-f:.]{2,45}") {
    @Override
    boolean matches(String text) {
      return super.matches(text) && isIpv6(text);
    }
  };

  private final String article;
  private final Pattern pattern;

  TextFormat(String article, String pattern) {
    this.article = article;
    this.pattern = Pattern.compile(pattern);
  }

  static Optional<TextFormat> named(String name) {
    var upper = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> format.name().equals(upper)).findFirst();
  }

  String article() {
    return article;
  }

  boolean matches(String text) {
    return pattern.matcher(text).matches();
  }

  /** Eight groups of up to four hex digits, of which "::" leaves out one or more. */
  private static boolean isIpv6(String text) {
    var gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    if (gap < 0) {
      return groups(text) == 8;
    }
    var before = groups(text.substring(0, gap));
    var after = groups(text.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after < 8;
  }

  /** The number of groups, an IPv4 address at the end counting as two; -1 when one is wrong. */
  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    var parts = text.split(":", -1);
    var last = parts[parts.length - 1];
    var mixed = last.indexOf('.') >= 0;
    if (mixed && !IPV4.matches(last)) {
      return -1;
    }
    var hex = mixed ? parts.length - 1 : parts.length;
    var right = Arrays.stream(parts).limit(hex).allMatch(part -> part.matches("\\p{XDigit}{1,4}"));
    return right ? hex + (mixed ? 2 : 0) : -1;
  }
}
