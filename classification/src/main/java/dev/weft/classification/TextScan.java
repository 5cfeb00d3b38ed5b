package dev.weft.classification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds and locates personal data and secrets in the middle of text: letters, notes, lines of a
 * log. Of things that overlap the surest stays, then the longest. Safe for any thread; the time it
 * takes grows with the length of the text only.
 */
public final class TextScan {
  private static final int FOUND_MAX = 10_000;

  private final List<Locator> locators;

  /** One kind of thing to look for. */
  interface Locator {
    void find(String text, List<Located> found);
  }

  public TextScan() {
    this(List.of());
  }

  /** With classifiers of one's own that look into text. */
  public TextScan(List<OwnClassifier> own) {
    var all = new ArrayList<Locator>();
    all.add(new ContactsInText());
    all.add(new NumbersInText());
    all.add(new SecretsInText());
    all.add(new PeopleInText());
    own.forEach(one -> all.add((text, found) -> found.addAll(one.find(text))));
    locators = List.copyOf(all);
  }

  /** In the order of the text; at most ten thousand. */
  public List<Located> find(String text) {
    var all = new ArrayList<Located>();
    for (var locator : locators) {
      if (all.size() < FOUND_MAX) {
        locator.find(text, all);
      }
    }
    all.sort(
        Comparator.comparingDouble(Located::confidence)
            .thenComparingInt(Located::length)
            .reversed());
    var kept = new ArrayList<Located>();
    for (var one : all) {
      if (kept.size() < FOUND_MAX && kept.stream().noneMatch(one::overlaps)) {
        kept.add(one);
      }
    }
    kept.sort(Comparator.comparingInt(Located::start));
    return kept;
  }
}
