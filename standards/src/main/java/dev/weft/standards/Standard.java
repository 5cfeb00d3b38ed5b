package dev.weft.standards;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The standards in which a product can be had, and the forms of each, the usual one first. */
public enum Standard {
  /** Open Data Product Standard 1.0. */
  ODPS,
  /** Open Data Contract Standard 3.1: the contracts of its output ports. */
  ODCS,
  /** AsyncAPI 3.1. */
  ASYNCAPI,
  /** Data Product Descriptor Specification 1.0. */
  DPDS,
  /** Data Catalog Vocabulary 3. */
  DCAT;

  /** How a document is written down. */
  public enum Syntax {
    YAML,
    JSON,
    TURTLE;

    /** As people write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A syntax, and what this standard's documents are called in it.
   *
   * @param mediaType as in {@code Content-Type}, without the character set, which is UTF-8
   */
  public record Form(Syntax syntax, String mediaType) {}

  /** As people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Standard> parse(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** All words, for messages. */
  public static String words() {
    return Arrays.stream(values()).map(Standard::word).collect(Collectors.joining(", "));
  }

  public List<Form> forms() {
    return switch (this) {
      case ODPS ->
          List.of(
              new Form(Syntax.YAML, "application/odps+yaml;version=1.0.0"),
              new Form(Syntax.JSON, "application/json"));
      case ODCS ->
          List.of(
              new Form(Syntax.YAML, "application/odcs+yaml;version=3.1.0"),
              new Form(Syntax.JSON, "application/json"));
      case ASYNCAPI ->
          List.of(
              new Form(Syntax.YAML, "application/vnd.aai.asyncapi+yaml;version=3.1.0"),
              new Form(Syntax.JSON, "application/vnd.aai.asyncapi+json;version=3.1.0"));
      case DPDS ->
          List.of(
              new Form(Syntax.JSON, "application/json"), new Form(Syntax.YAML, "application/yaml"));
      case DCAT ->
          List.of(
              new Form(Syntax.JSON, "application/ld+json"), new Form(Syntax.TURTLE, "text/turtle"));
    };
  }

  /** The form in this syntax, if the standard has it. */
  public Optional<Form> in(String syntax) {
    return forms().stream().filter(form -> form.syntax().word().equals(syntax)).findFirst();
  }
}
