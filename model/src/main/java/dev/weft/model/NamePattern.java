package dev.weft.model;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A name in which each {@code *} stands for any text, as policies use it: {@code pii.*}.
 *
 * @param text the pattern as written
 */
public record NamePattern(String text, Pattern regex) {

  public static NamePattern of(String text) {
    var regex =
        Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return new NamePattern(text, Pattern.compile(regex, Pattern.DOTALL));
  }

  /** Whether the pattern covers the whole name. */
  public boolean matches(String name) {
    return text.indexOf('*') < 0 ? text.equals(name) : regex.matcher(name).matches();
  }
}
