package dev.weft.standards;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Whom to ask about a product: its first channel of support that can be reached, under the name of
 * its team or of its first owner.
 */
public record Contact(String name, Optional<String> url, Optional<String> email) {
  private static final String MAIL = "mailto:";

  /** Empty when the product names nobody. */
  public static Optional<Contact> of(ProductFacts facts) {
    var product = facts.product();
    var urls =
        StreamSupport.stream(facts.document().path("support").spliterator(), false)
            .map(support -> support.path("url").asText())
            .toList();
    var url = urls.stream().filter(Contact::isWebAddress).findFirst();
    var email =
        urls.stream()
            .filter(each -> each.startsWith(MAIL) && isAddress(each))
            .map(each -> each.substring(MAIL.length()))
            .findFirst();
    var team = product.team().name() == null ? "" : product.team().name();
    var name = team.isBlank() ? product.owners().stream().findFirst() : Optional.of(team);
    return name.isEmpty() && url.isEmpty() && email.isEmpty()
        ? Optional.empty()
        : Optional.of(new Contact(name.orElse(product.name()), url, email));
  }

  /** Whether a person's text is an address that a browser could open. */
  public static boolean isWebAddress(String text) {
    return (text.startsWith("http://") || text.startsWith("https://")) && isAddress(text);
  }

  /** Whether it is a whole address, of whatever scheme. */
  public static boolean isAddress(String text) {
    try {
      var uri = new URI(text);
      return uri.isAbsolute() && List.of(uri.getScheme()).stream().noneMatch(String::isBlank);
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
