package dev.weft.catalog.search;

import dev.weft.spi.Embeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a language model reads of an entry. Only what has a meaning of its own gets a vector:
 * products, ports, terms and domains. A port's text names its fields, and what is found by it leads
 * to its product; a vector for each of 100,000 fields would cost half an hour of computing and find
 * nothing else.
 *
 * <p>A text has several lines, each of which tells of the whole thing from one side: its name, what
 * it is for, its fields, and all of these together. Its vector is the mean of theirs: one long text
 * says something to every question, so that it comes before those that are meant.
 */
final class MeaningText {
  private static final int CHARACTERS_MAX = 600;
  private static final int FIELDS_MAX = 150;

  /** By how much a mean of several vectors is nearer to any question than one of them is. */
  static final float NEARER_BY = 0.05f;

  private MeaningText() {}

  static Optional<String> of(Entry entry) {
    return switch (entry.kind()) {
      case "product" ->
          Optional.of(
              text(entry.title(), entry.description(), fields(entry), List.of(names(entry))));
      case "domain" ->
          Optional.of(text(entry.title(), entry.description(), "", List.of(names(entry))));
      case "term" ->
          Optional.of(
              text(
                  entry.title(),
                  entry.description(),
                  "",
                  List.of(names(entry), String.join(", ", entry.also()))));
      case "port" -> {
        var title = entry.attribute("product.title").orElse(entry.name());
        yield Optional.of(text(title, entry.description(), fields(entry), List.of(title)));
      }
      default -> Optional.empty();
    };
  }

  /** The vector of a text; lines that several texts have are computed once. */
  static float[] vector(String text, Embeddings model, Map<String, float[]> known) {
    return mean(text.lines().map(line -> known.computeIfAbsent(line, model::ofPassage)).toList());
  }

  private static float[] mean(List<float[]> vectors) {
    if (vectors.size() == 1) {
      return vectors.get(0);
    }
    var mean = new float[vectors.get(0).length];
    for (var vector : vectors) {
      for (var i = 0; i < mean.length; i++) {
        mean[i] += vector[i];
      }
    }
    var squares = 0.0;
    for (var number : mean) {
      squares += (double) number * number;
    }
    var length = (float) Math.sqrt(Math.max(squares, Float.MIN_NORMAL));
    for (var i = 0; i < mean.length; i++) {
      mean[i] /= length;
    }
    return mean;
  }

  private static String text(String title, String about, String fields, List<String> names) {
    var whole = new ArrayList<>(names);
    whole.add(about);
    whole.add(fields);
    return List.of(title, about, fields, told(whole)).stream()
        .map(MeaningText::line)
        .filter(line -> !line.isEmpty())
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  private static String told(List<String> parts) {
    return parts.stream()
        .filter(part -> !part.isBlank())
        .map(String::strip)
        .collect(Collectors.joining(". "));
  }

  /** The title; and the name where it says something else. */
  private static String names(Entry entry) {
    var name = plain(entry.name());
    return name.equalsIgnoreCase(entry.title()) ? entry.title() : entry.title() + " (" + name + ")";
  }

  private static String fields(Entry entry) {
    return entry.fields().stream()
        .map(MeaningText::plain)
        .distinct()
        .limit(FIELDS_MAX)
        .collect(Collectors.joining(", "));
  }

  /** {@code first_name} and {@code firstName} are two words each. */
  private static String plain(String name) {
    return name.replace('_', ' ').replace('-', ' ').replaceAll("(?<=[a-z])(?=[A-Z])", " ");
  }

  private static String line(String text) {
    var line = text.replaceAll("\\s+", " ").strip();
    return line.substring(0, Math.min(line.length(), CHARACTERS_MAX));
  }
}
