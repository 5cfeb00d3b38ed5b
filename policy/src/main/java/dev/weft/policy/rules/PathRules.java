package dev.weft.policy.rules;

import java.util.Arrays;
import java.util.regex.Pattern;

/** What lies under what, for paths and for URLs. */
final class PathRules {
  private static final Pattern SCHEME = Pattern.compile(":/{2}");
  private static final Pattern TOO_MANY_SLASHES = Pattern.compile(":/{3,}");
  private static final String[] NO_PARTS = {};

  private final boolean url;
  private final boolean ignoreCase;
  private final char separator;

  PathRules(Level.Matching how) {
    this.url = how.form() == Level.Form.URL;
    this.ignoreCase = how.ignoreCase();
    this.separator = how.separator();
  }

  /** The parts between separators; several separators in a row count as one. */
  String[] split(String path) {
    var parts = path.split(Pattern.quote(String.valueOf(separator)));
    return path.isEmpty()
        ? NO_PARTS
        : Arrays.stream(parts).filter(part -> !part.isEmpty()).toArray(String[]::new);
  }

  /** The path without a separator at its end. */
  String withoutEnd(String path) {
    return !path.isEmpty() && path.charAt(path.length() - 1) == separator
        ? path.substring(0, path.length() - 1)
        : path;
  }

  /** Whether the value is the path, or lies under it. */
  boolean isUnder(String value, String path) {
    var top = withoutEnd(path);
    return value.regionMatches(ignoreCase, 0, top, 0, top.length())
        && (value.length() == top.length() || value.charAt(top.length()) == separator);
  }

  /** Whether the value, or a path above it, matches the wildcards. */
  boolean isUnderWild(String value, Wildcards wildcards, String[] patternParts) {
    return url ? isUnderWildUrl(value, wildcards) : isUnderWildPath(value, wildcards, patternParts);
  }

  private boolean isUnderWildPath(String value, Wildcards wildcards, String[] patternParts) {
    if (value.isEmpty()) {
      return false;
    }
    var parts = split(value);
    if (parts.length == 0) {
      return wildcards.matches(value);
    }
    var above = new StringBuilder();
    if (value.charAt(0) == separator) {
      above.append(separator);
    }
    var literal = true;
    for (var i = 0; i < parts.length; i++) {
      above.append(parts[i]);
      if (literal) {
        literal = i < patternParts.length && isLiteral(patternParts[i]);
        if (literal && !same(parts[i], patternParts[i])) {
          return false;
        }
      }
      if (!literal && wildcards.matches(above.toString())) {
        return true;
      }
      above.append(separator);
    }
    return literal && isWhole(value, parts.length, patternParts);
  }

  private boolean isWhole(String value, int parts, String[] patternParts) {
    if (parts == patternParts.length) {
      return true;
    }
    return value.charAt(value.length() - 1) == separator
        && parts == patternParts.length - 1
        && patternParts[patternParts.length - 1].equals("*");
  }

  private boolean isUnderWildUrl(String value, Wildcards wildcards) {
    var trimmed = value.strip();
    if (!SCHEME.matcher(trimmed).find() || TOO_MANY_SLASHES.matcher(trimmed).find()) {
      return false;
    }
    var colon = trimmed.indexOf(':');
    var parts = split(trimmed.substring(Math.min(colon + 2, trimmed.length())));
    if (parts.length == 0) {
      return wildcards.matches(value);
    }
    var above = new StringBuilder(trimmed.substring(0, Math.min(colon + 3, trimmed.length())));
    if (value.charAt(0) == separator) {
      above.append(separator);
    }
    for (var part : parts) {
      above.append(part);
      if (wildcards.matches(above.toString())) {
        return true;
      }
      above.append(separator);
    }
    if (!trimmed.endsWith(String.valueOf(separator))) {
      above.deleteCharAt(above.length() - 1);
    }
    return wildcards.matches(above.toString());
  }

  private boolean same(String one, String other) {
    return ignoreCase ? one.equalsIgnoreCase(other) : one.equals(other);
  }

  private static boolean isLiteral(String part) {
    return part.indexOf('*') < 0 && part.indexOf('?') < 0;
  }
}
