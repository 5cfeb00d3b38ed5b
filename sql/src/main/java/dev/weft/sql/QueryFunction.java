package dev.weft.sql;

import java.util.regex.Pattern;

/**
 * A function from a jar as queries call it: {@code product.name(...)}.
 *
 * @param product whose it is
 * @param name small letters, digits and {@code _}
 * @param className the class in the jar: public, a {@code ScalarFunction}, {@code TableFunction} or
 *     {@code AggregateFunction} of Flink's
 * @param sha256 of the jar, in small hexadecimal digits
 */
public record QueryFunction(String product, String name, String className, String sha256) {
  private static final Pattern OF_OTHERS =
      Pattern.compile("(dev\\.weft|org\\.apache\\.flink|java)\\..*");

  /** As a query calls it. */
  public String call() {
    return product + "." + name;
  }

  /** Whether its class would be looked for elsewhere before in the jar. */
  boolean isOfOthers() {
    return OF_OTHERS.matcher(className).matches();
  }

  @Override
  public String toString() {
    return call();
  }
}
