package dev.weft.tools.classify;

import dev.weft.classification.Classifiers;
import dev.weft.classification.OwnClassifier;
import dev.weft.classification.TextScan;
import dev.weft.model.ClassifierSpec;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.spi.Classifier;
import dev.weft.spi.Classifier.Candidate;
import dev.weft.tools.Arguments;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;

/**
 * {@code weft classify FILE}: the tags of its fields with how sure and why, or the places in a
 * text. Never a value. What is wrong with the file is thrown as a problem.
 */
public final class ClassifyTool implements ToolProvider {
  @Override
  public String name() {
    return "weft-classify";
  }

  /** One file, {@code --as FORMAT}, {@code --with FILE,FILE}, {@code --format table|json}. */
  @Override
  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    var asked = Arguments.parse(Set.of("as", "with", "format"), arguments);
    if (asked.rest().size() != 1) {
      throw Problem.input("no-file", Place.NOWHERE, "Which file?", "weft classify FILE.")
          .asException();
    }
    var file = Path.of(asked.rest().get(0));
    var own = own(asked.option("with").map(text -> List.of(text.split(","))).orElse(List.of()));
    var isJson = asked.option("format").orElse("table").equals("json");
    try {
      var kind =
          asked.option("as").isPresent()
              ? FileKind.named(asked.option("as").get())
              : FileKind.of(file);
      var report = kind == FileKind.TEXT ? text(file, own) : fields(file, kind, own);
      out.println(isJson ? Json.tree(report).toPrettyString() : report.forPeople());
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (IllegalArgumentException e) {
      throw unreadable(file, "It is not what it seems: " + e.getMessage() + ".");
    }
    out.flush();
    return 0;
  }

  private static ClassifyReport fields(Path file, FileKind kind, List<OwnClassifier> own)
      throws IOException {
    var samples = new FieldSamples();
    kind.records().read(file, samples::add);
    List<Classifier> all = new ArrayList<>(Classifiers.all());
    all.addAll(own);
    var classifiers = new Classifiers(all, Classifiers.THRESHOLD);
    var name = file.getFileName().toString();
    var found = new ArrayList<ClassifyReport.Tagged>();
    samples
        .samples()
        .forEach(
            (path, sample) ->
                classifiers
                    .classify(new Candidate(name, path, sample.type(), "", sample.values()))
                    .forEach(
                        finding ->
                            found.add(
                                new ClassifyReport.Tagged(
                                    path,
                                    finding.tag(),
                                    finding.confidence(),
                                    finding.evidence()))));
    return ClassifyReport.ofFields(file, kind, samples, found);
  }

  private static ClassifyReport text(Path file, List<OwnClassifier> own) throws IOException {
    var text = new TextFile(new TextScan(own));
    text.read(file);
    return ClassifyReport.ofText(file, text);
  }

  private static List<OwnClassifier> own(List<String> files) {
    var own = new ArrayList<OwnClassifier>();
    for (var file : files) {
      var problems = new Problems();
      var reader = new Documents();
      var documents = reader.read(new SourceText(file, read(Path.of(file))), problems);
      for (var checked : reader.check(documents, problems)) {
        problems.throwIfAny();
        if (checked.key().kind() == ResourceKind.CLASSIFIER) {
          var spec = Json.read(checked.tree(), ClassifierSpec.class);
          OwnClassifier.problems(spec).stream()
              .findFirst()
              .ifPresent(
                  problem -> {
                    throw problem.asException();
                  });
          own.add(new OwnClassifier(spec));
        }
      }
      problems.throwIfAny();
    }
    return own;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static RuntimeException unreadable(Path file, IOException e) {
    return e instanceof NoSuchFileException
        ? Problem.input(
                "no-such-file",
                new Place(file.toString(), 0, 0, ""),
                "There is no such file.",
                "Check its name and the folder you are in.")
            .asException()
        : unreadable(file, "It cannot be read: " + e.getClass().getSimpleName() + ".");
  }

  private static RuntimeException unreadable(Path file, String message) {
    return Problem.input(
            "file-not-readable",
            new Place(file.toString(), 0, 0, ""),
            message,
            "--as FORMAT says what it is: csv, json, avro, parquet or text.")
        .asException();
  }
}
