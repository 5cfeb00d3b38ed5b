package dev.weft.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.spi.Classifier.Finding;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** How often the classifiers are right, over labelled columns of several countries. */
class AccuracyTest {
  private final Classifiers classifiers = Classifiers.installed();

  @Test
  void findsNearlyAllAndRarelyMore() {
    var columns = LabelledColumns.all();
    var found = 0;
    var missed = new ArrayList<String>();
    var wrong = new ArrayList<String>();

    for (var column : columns) {
      var findings = classifiers.classify(column.candidate());
      var tags = findings.stream().map(Finding::tag).toList();
      if (tags.contains(column.tag())) {
        found++;
      } else if (!column.tag().isEmpty()) {
        missed.add(column.candidate().path() + " " + column.tag() + " " + sample(column));
      }
      findings.stream()
          .filter(finding -> !finding.tag().equals(column.tag()))
          .forEach(
              finding -> wrong.add(column.candidate().path() + " " + finding + sample(column)));
    }

    var precision = (double) found / (found + wrong.size());
    var recall = (double) found / (found + missed.size());
    System.out.printf(
        "%d columns: precision %.3f, recall %.3f%n  missed %s%n  wrong %s%n",
        columns.size(), precision, recall, missed, wrong);
    assertThat(columns).hasSizeGreaterThan(100);
    assertThat(precision).isGreaterThanOrEqualTo(0.95);
    assertThat(recall).isGreaterThanOrEqualTo(0.95);
  }

  private static String sample(LabelledColumns.Column column) {
    return column.candidate().values().stream().limit(3).toList().toString();
  }
}
