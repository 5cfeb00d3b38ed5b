package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds personal data in the middle of text: remarks, letters, messages of a log. One text in fifty
 * is enough where the form leaves no doubt, and one in ten for names and streets.
 */
public final class TextClassifier implements Classifier {
  private static final int LENGTH_MIN = 15;
  private static final int AROUND_MIN = 6;
  private static final double SURE = 0.8;
  private static final double OFTEN_SURE = 0.02;
  private static final double OFTEN = 0.1;

  private final TextScan scan = new TextScan();

  /** How many texts have it, and how sure that is on average. */
  private record Texts(int count, double confidence, String noun) {
    Texts and(Located one) {
      return new Texts(count + 1, (confidence * count + one.confidence()) / (count + 1), noun);
    }
  }

  @Override
  public List<Finding> classify(Candidate candidate) {
    if (!Types.mayBeText(candidate.type())) {
      return List.of();
    }
    var texts = new TreeMap<String, Texts>();
    for (var value : candidate.values()) {
      if (isText(value)) {
        var seen = new HashSet<String>();
        for (var one : scan.find(value)) {
          if (one.length() + AROUND_MIN <= value.length() && seen.add(one.tag())) {
            texts.merge(
                one.tag(),
                new Texts(1, one.confidence(), one.noun()),
                (before, now) -> before.and(one));
          }
        }
      }
    }
    return findings(texts, candidate.values().size());
  }

  private static boolean isText(String value) {
    return value.length() >= LENGTH_MIN && value.indexOf(' ') > 0;
  }

  private static List<Finding> findings(Map<String, Texts> texts, int total) {
    var findings = new ArrayList<Finding>();
    texts.forEach(
        (tag, found) -> {
          var ratio = (double) found.count() / total;
          if (ratio >= (found.confidence() >= SURE ? OFTEN_SURE : OFTEN)) {
            findings.add(
                new Finding(
                    tag,
                    Math.round(found.confidence() * (0.85 + 0.1 * ratio) * 100) / 100.0,
                    found.noun()
                        + " in the middle of text in "
                        + found.count()
                        + " of "
                        + total
                        + " values"));
          }
        });
    return findings;
  }
}
