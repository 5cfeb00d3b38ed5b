package dev.weft.server.requests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ReadLimits;
import dev.weft.model.RequestReview;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Ports;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What whoever reads a port has to accept, as the custom property {@value #PROPERTY} of its
 * contract says, or that of its product for all of its ports.
 *
 * @param version the author's own; another one has to be accepted anew
 * @param url where the whole text is; may be empty
 * @param acceptBy until when those who accepted another version have to accept this one; empty:
 *     they may go on
 */
public record TermsOfUse(String version, String text, String url, Optional<Instant> acceptBy) {
  static final String PROPERTY = "weft.termsOfUse";
  private static final int VERSION_LENGTH_MAX = 50;
  private static final int TEXT_LENGTH_MAX = 20_000;
  private static final Set<String> KEYS = Set.of("version", "text", "url", "acceptBy");

  /** Those of a port as they are now. */
  public static Optional<TermsOfUse> of(MeshState state, PortName port) {
    return Ports.contract(state, port)
        .flatMap(contract -> contract.customProperty(PROPERTY))
        .or(
            () ->
                state
                    .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
                    .flatMap(product -> written(product.customProperties())))
        .map(TermsOfUse::read);
  }

  /** What is wrong with those of a contract; nothing when it has none. */
  public static List<Problem> problems(Contract contract) {
    return contract.customProperty(PROPERTY).map(TermsOfUse::problems).orElse(List.of());
  }

  /** The same of a product. */
  public static List<Problem> problems(DataProduct product) {
    return written(product.customProperties()).map(TermsOfUse::problems).orElse(List.of());
  }

  /** Whether this version has been accepted. */
  public boolean isAccepted(RequestReview review) {
    return review.terms().map(accepted -> accepted.version().equals(version)).orElse(false);
  }

  private static Optional<JsonNode> written(List<DataProduct.CustomProperty> properties) {
    return properties.stream()
        .filter(each -> PROPERTY.equals(each.property()) && each.value() != null)
        .map(DataProduct.CustomProperty::value)
        .findFirst();
  }

  private static TermsOfUse read(JsonNode value) {
    return new TermsOfUse(
        value.path("version").asText(),
        value.path("text").asText(),
        value.path("url").asText(),
        Optional.of(value.path("acceptBy").asText())
            .filter(text -> !text.isEmpty())
            .map(ReadLimits::moment));
  }

  private static List<Problem> problems(JsonNode value) {
    var unknown = new TreeSet<String>();
    value.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(KEYS);
    var version = value.path("version");
    var text = value.path("text").asText();
    var url = value.path("url").asText();
    if (!value.isObject() || !unknown.isEmpty()) {
      return wrong("has keys that it cannot have, or none.");
    }
    if (!version.isTextual()
        || version.asText().isBlank()
        || tooLong(version, VERSION_LENGTH_MAX)) {
      return wrong("needs a version, as a text of up to " + VERSION_LENGTH_MAX + " characters.");
    }
    if ((text.isBlank() && url.isBlank()) || text.length() > TEXT_LENGTH_MAX) {
      return wrong("needs a text of up to " + TEXT_LENGTH_MAX + " characters, or a url.");
    }
    if (!url.isEmpty() && !url.matches("https?://\\S{1,2000}")) {
      return wrong("has a url that is none.");
    }
    try {
      var unused = read(value);
      return List.of();
    } catch (IllegalArgumentException e) {
      return wrong("has an acceptBy that is no date.");
    }
  }

  private static boolean tooLong(JsonNode text, int most) {
    return text.asText().length() > most;
  }

  private static List<Problem> wrong(String what) {
    return List.of(
        Problem.input(
            "bad-terms-of-use",
            Place.field("customProperties"),
            PROPERTY + " " + what,
            "Write value: {version: \"2\", text: \"...\", url: https://..., acceptBy: 2027-01-31}."));
  }
}
