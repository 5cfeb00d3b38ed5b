package dev.weft.classification;

import com.google.re2j.PatternSyntaxException;
import dev.weft.model.ClassifierSpec;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Classifier;
import dev.weft.spi.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is installed and what people have written as documents, as of the last change of the mesh. A
 * field that is new from then on is looked at by all of them. Safe for any thread.
 */
public final class MeshClassifiers implements Classifier, Fold {
  private final List<Classifier> installed;
  private final Map<String, Classifier> own = new TreeMap<>();
  private volatile Classifiers all;

  public MeshClassifiers(List<Classifier> installed) {
    this.installed = List.copyOf(installed);
    this.all = new Classifiers(this.installed, Classifiers.THRESHOLD);
  }

  @Override
  public List<Finding> classify(Candidate candidate) {
    return all.classify(candidate);
  }

  @Override
  public void apply(List<Change> changes) {
    var changed = false;
    for (var change : changes) {
      if (change.key().kind() == ResourceKind.CLASSIFIER) {
        changed = true;
        own.remove(change.key().name());
        change.resource().ifPresent(resource -> add(resource.as(ClassifierSpec.class)));
      }
    }
    if (changed) {
      var together = new ArrayList<>(installed);
      together.addAll(own.values());
      all = new Classifiers(together, Classifiers.THRESHOLD);
    }
  }

  private void add(ClassifierSpec spec) {
    try {
      own.put(spec.name(), new OwnClassifier(spec));
    } catch (PatternSyntaxException e) {
      // Refused when it was applied; by another version perhaps not: the others go on.
      own.remove(spec.name());
    }
  }
}
