package dev.weft.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Values that several flows share, called as in Apache NiFi. It belongs to a product or to a
 * domain; whom else it is for, it says. What is sensitive is never in it: it is bound on the server
 * that it is applied to, encrypted, or read from a provider.
 *
 * @param product whose flows may take values from it; empty when it belongs to a domain
 * @param domain the products of which may take values from it; empty when it belongs to a product
 * @param sharedWith other domains whose products may
 * @param inherits contexts that give what this one does not; the first that has a value counts
 * @param providers where the server finds values outside; the first that has one counts
 */
public record ParameterContext(
    String name,
    String product,
    String domain,
    String description,
    List<String> sharedWith,
    List<String> inherits,
    Map<String, Value> parameters,
    List<Provider> providers) {

  /**
   * One parameter.
   *
   * @param value for when nothing is bound and no provider has one; null for none
   */
  public record Value(String description, boolean sensitive, JsonNode value) {
    public Value {
      description = Defaults.text(description);
    }

    public boolean hasValue() {
      return value != null && !value.isNull();
    }
  }

  /**
   * A place outside of the mesh in which the server looks; exactly one of the two is given.
   *
   * @param environment what the names of variables of the server's environment begin with
   * @param file a folder with a file for each parameter, or a file {@code .properties}, within what
   *     the server's operator allows
   */
  public record Provider(String environment, String file) {}

  public ParameterContext {
    product = Defaults.text(product);
    domain = Defaults.text(domain);
    description = Defaults.text(description);
    sharedWith = Defaults.list(sharedWith);
    inherits = Defaults.list(inherits);
    parameters = Defaults.map(parameters);
    providers = Defaults.list(providers);
  }

  /**
   * Whose it is, as settings of a server name it: {@code product.orders} or {@code domain.shop}.
   */
  public String owner() {
    return product.isEmpty() ? "domain." + domain : "product." + product;
  }

  /** Whether flows of this product, which is of that domain, may take values from it. */
  public boolean isFor(String flowProduct, String itsDomain) {
    return (!product.isEmpty() && product.equals(flowProduct))
        || (!itsDomain.isEmpty() && (domain.equals(itsDomain) || sharedWith.contains(itsDomain)));
  }
}
