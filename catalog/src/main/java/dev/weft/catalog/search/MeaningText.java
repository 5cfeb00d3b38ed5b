package dev.weft.catalog.search;

import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a language model reads of an entry. Only what has a meaning of its own gets a vector:
 * products, ports, terms and domains. A port's text names its fields, and what is found by it leads
 * to its product; a vector for each of 100,000 fields would cost half an hour of computing and find
 * nothing else.
 */
final class MeaningText {
  private static final int CHARACTERS_MAX = 600;

  private MeaningText() {}

  static Optional<String> of(Entry entry) {
    return switch (entry.kind()) {
      case "product", "domain" -> Optional.of(text(named(names(entry), entry.description())));
      case "term" ->
          Optional.of(
              text(named(names(entry), String.join(", ", entry.also()), entry.description())));
      case "port" -> Optional.of(text(port(entry)));
      default -> Optional.empty();
    };
  }

  /** The title; and the name where it says something else. */
  private static String names(Entry entry) {
    var name = plain(entry.name());
    return name.equalsIgnoreCase(entry.title()) ? entry.title() : entry.title() + " (" + name + ")";
  }

  private static String port(Entry port) {
    var fields = port.fields().stream().map(MeaningText::plain).collect(Collectors.joining(", "));
    return named(port.attribute("product.title").orElse(port.name()), port.description(), fields);
  }

  private static String named(String name, String... about) {
    var told = new StringBuilder(name);
    for (var part : about) {
      if (!part.isBlank()) {
        told.append(". ").append(part.strip());
      }
    }
    return told.toString();
  }

  /** {@code first_name} and {@code firstName} are two words each. */
  private static String plain(String name) {
    return name.replace('_', ' ').replace('-', ' ').replaceAll("(?<=[a-z])(?=[A-Z])", " ");
  }

  private static String text(String text) {
    return text.substring(0, Math.min(text.length(), CHARACTERS_MAX));
  }
}
