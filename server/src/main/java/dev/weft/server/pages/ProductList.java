package dev.weft.server.pages;

import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Insiders;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The data products that a caller may know of, some of them at a time. */
public final class ProductList {
  private final MeshLog mesh;

  public ProductList(MeshLog mesh) {
    this.mesh = mesh;
  }

  /**
   * What of them is wanted.
   *
   * @param words each of them has to be in the id, the name or a port's name; empty: all
   * @param domain empty: of all domains
   * @param person who has to own or tend them; empty: anybody
   * @param newest the last changed first, instead of by id
   * @param from how many to leave out, and {@code limit} how many to give then
   */
  public record Wanted(
      String words, String domain, String person, boolean newest, int from, int limit) {}

  /** One line of the list. */
  public record Summary(
      String id,
      String name,
      String version,
      String status,
      String domain,
      String purpose,
      List<String> owners,
      List<String> stewards,
      List<String> tags,
      List<PortName> ports,
      Instant changedAt) {}

  /**
   * Some of the list.
   *
   * @param total how many there are of those that were wanted
   */
  public record Some(List<Summary> items, int total) {}

  /** Those that the caller may know of; of some no more than that they exist. */
  public Some some(Caller caller, Wanted wanted) {
    var state = mesh.state();
    var insiders = new Insiders(state, caller);
    var words = Arrays.stream(wanted.words().toLowerCase(Locale.ROOT).split("\\s+")).toList();
    var found =
        state.all(ResourceKind.DATA_PRODUCT).stream()
            .filter(one -> isWanted(one.as(DataProduct.class), wanted, words, insiders))
            .sorted(order(wanted))
            .toList();
    var from = Math.min(wanted.from(), found.size());
    var to = (int) Math.min((long) from + wanted.limit(), found.size());
    var items = found.subList(from, to).stream().map(one -> summary(one, insiders)).toList();
    return new Some(items, found.size());
  }

  private static boolean isWanted(
      DataProduct product, Wanted wanted, List<String> words, Insiders insiders) {
    return (wanted.domain().isEmpty() || wanted.domain().equals(product.domain()))
        && (wanted.person().isEmpty() || answersFor(product, wanted.person()))
        && words.stream().allMatch(word -> isIn(product, word, insiders))
        && insiders.knowsOf(product);
  }

  private static boolean answersFor(DataProduct product, String person) {
    return product.owners().contains(person) || product.stewards().contains(person);
  }

  private static boolean isIn(DataProduct product, String word, Insiders insiders) {
    return contains(product.id(), word)
        || contains(product.name(), word)
        // Whoever only knows that it exists does not find out its ports by asking for them.
        || (product.outputPorts().stream()
                .anyMatch(port -> contains(product.portName(port).toString(), word))
            && insiders.sees(product));
  }

  private static boolean contains(String text, String word) {
    return text != null && text.toLowerCase(Locale.ROOT).contains(word);
  }

  /** What begins with what was typed comes first: it is what somebody who types means. */
  private static Comparator<Resource> order(Wanted wanted) {
    var typed = wanted.words().strip().toLowerCase(Locale.ROOT);
    return wanted.newest()
        ? Comparator.comparing(Resource::changedAt).reversed().thenComparing(Resource::name)
        : Comparator.<Resource, Boolean>comparing(one -> !begins(one.as(DataProduct.class), typed))
            .thenComparing(Resource::name);
  }

  private static boolean begins(DataProduct product, String typed) {
    return product.id().toLowerCase(Locale.ROOT).startsWith(typed)
        || product.outputPorts().stream()
            .anyMatch(
                port ->
                    product.portName(port).toString().toLowerCase(Locale.ROOT).startsWith(typed));
  }

  private static Summary summary(Resource resource, Insiders insiders) {
    var product = resource.as(DataProduct.class);
    if (!insiders.sees(product)) {
      return new Summary(
          product.id(),
          product.name(),
          "",
          "",
          product.domain(),
          "",
          product.owners(),
          List.of(),
          List.of(),
          List.of(),
          resource.changedAt());
    }
    return new Summary(
        product.id(),
        product.name(),
        product.version(),
        product.status(),
        product.domain(),
        product.description().purpose(),
        product.owners(),
        product.stewards(),
        product.tags(),
        product.outputPorts().stream().map(product::portName).toList(),
        resource.changedAt());
  }
}
