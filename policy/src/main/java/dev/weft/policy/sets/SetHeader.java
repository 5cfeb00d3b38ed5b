package dev.weft.policy.sets;

import java.util.regex.Pattern;

/**
 * What the log says of a set besides its contents.
 *
 * @param parts how many pieces its contents are in
 * @param sha256 of the contents, in hex
 * @param policies in force, and {@code off}: switched off
 * @param findings how many things could not be taken over as they stand
 */
public record SetHeader(
    String name,
    String format,
    String service,
    String serviceType,
    int parts,
    String sha256,
    int policies,
    int off,
    int findings) {
  /** The one format so far. */
  public static final String RANGER = "ranger";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** Whether a set may be called this. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
