package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A function from a jar that queries may call, as {@code product.function(...)}.
 *
 * @param name {@code product.function}; the function is small letters, digits and {@code _}
 * @param product whose it is; its queries may always call it
 * @param className of the class in the jar
 * @param sha256 of the jar, in small hexadecimal digits: another jar is another function
 * @param usableBy the other products whose queries may call it; {@code *} for all
 */
public record FunctionSpec(
    String name,
    String product,
    String description,
    @JsonProperty("class") String className,
    String sha256,
    List<String> usableBy) {
  /** Stands for all products. */
  public static final String ALL = "*";

  public FunctionSpec {
    description = Defaults.text(description);
    usableBy = Defaults.list(usableBy);
  }

  /** The name without the product. */
  public String function() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** Whether queries of this product may call it. */
  public boolean isUsableBy(String other) {
    return product.equals(other) || isForAll() || usableBy.contains(other);
  }

  public boolean isForAll() {
    return usableBy.contains(ALL);
  }
}
