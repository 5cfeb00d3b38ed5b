package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Asks several classifiers and keeps the best finding for each tag. Safe for any thread. */
public final class Classifiers implements Classifier {
  /** Findings below this confidence are not worth a person's time. */
  public static final double THRESHOLD = 0.6;

  private static final int VALUES_MAX = 200;
  private static final int LENGTH_MAX = 2_000;

  /** Of all values of a field together, so that long texts take no longer than short ones. */
  private static final int CHARACTERS_MAX = 100_000;

  private final List<Classifier> classifiers;
  private final double threshold;

  /**
   * Asks these classifiers.
   *
   * @param threshold the least confidence of a finding, 0 to 1
   */
  public Classifiers(List<Classifier> classifiers, double threshold) {
    this.classifiers = List.copyOf(classifiers);
    this.threshold = threshold;
  }

  /** All that {@link ServiceLoader} finds, with the default threshold. */
  public static Classifiers installed() {
    return new Classifiers(all(), THRESHOLD);
  }

  /** Each that {@link ServiceLoader} finds. */
  public static List<Classifier> all() {
    return ServiceLoader.load(Classifier.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  /** At most one finding for each tag, the most confident first. */
  @Override
  public List<Finding> classify(Candidate candidate) {
    var bounded = bounded(candidate);
    Map<String, Finding> best = new LinkedHashMap<>();
    for (var classifier : classifiers) {
      for (var finding : classifier.classify(bounded)) {
        if (finding.confidence() >= threshold) {
          best.merge(finding.tag(), finding, Classifiers::better);
        }
      }
    }
    return best.values().stream()
        .sorted(Comparator.comparingDouble(Finding::confidence).reversed())
        .toList();
  }

  private static Finding better(Finding one, Finding other) {
    return one.confidence() >= other.confidence() ? one : other;
  }

  /** Enough values to judge, none of them long, none of them blank. */
  private static Candidate bounded(Candidate candidate) {
    var values = new ArrayList<String>();
    var room = CHARACTERS_MAX;
    for (var value : candidate.values()) {
      if (values.size() == VALUES_MAX || room <= 0) {
        break;
      }
      if (value != null && !value.isBlank()) {
        var length = Math.min(Math.min(value.length(), LENGTH_MAX), room);
        values.add(value.substring(0, length).strip());
        room -= length;
      }
    }
    return new Candidate(
        text(candidate.product()),
        text(candidate.path()),
        typeOf(text(candidate.type()), values),
        text(candidate.description()),
        List.copyOf(values));
  }

  /** The values of a list are those of its elements, so it is judged as one of them. */
  private static String typeOf(String type, List<String> values) {
    return type.equals("array") && !values.isEmpty() ? "string" : type;
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
