package dev.weft.standards.dpds;

import dev.weft.standards.ProductFacts;
import java.util.regex.Pattern;

/**
 * The fully qualified names of one product and its parts: {@code
 * urn:dpds:{namespace}:dataproducts:{product}:{major version}}, and below it {@code
 * :outputports:{port}} and the like.
 *
 * @param product the product's own name
 */
record Names(String product) {
  /** The namespace of products that neither say one nor belong to a tenant. */
  private static final String NAMESPACE = "weft";

  private static final Pattern WRITTEN = Pattern.compile("urn:dpds:([^:\\s]+):dataproducts:.+");
  private static final Pattern MAJOR = Pattern.compile("v?(\\d{1,9})(?:\\D.*)?");
  private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9._-]");

  /**
   * Of a product that may have been called by such a name before.
   *
   * @param before as a descriptor wrote it; empty: none did
   */
  static Names of(ProductFacts facts, String before) {
    var written = WRITTEN.matcher(before);
    var tenant = fit(facts.document().path("tenant").asText(""));
    var namespace = written.matches() ? written.group(1) : tenant.isEmpty() ? NAMESPACE : tenant;
    return new Names(
        "urn:dpds:%s:dataproducts:%s:%s"
            .formatted(namespace, facts.product().id(), major(facts.version())));
  }

  /**
   * Of a part.
   *
   * @param kind in the plural, lower case, such as {@code outputports}
   */
  String of(String kind, String part) {
    return product + ":" + kind + ":" + fit(part);
  }

  private static String major(String version) {
    var matcher = MAJOR.matcher(version);
    return matcher.matches() ? matcher.group(1) : "0";
  }

  private static String fit(String text) {
    return UNFIT.matcher(text).replaceAll("-");
  }
}
