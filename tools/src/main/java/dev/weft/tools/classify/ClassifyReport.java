package dev.weft.tools.classify;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was found: for programs as it is, for people as a table.
 *
 * @param records of the file, all of which were read; 0 of a text
 * @param fields with a tag, one entry for each tag
 * @param places in a text
 * @param counts of the tags in a text, those not listed included
 * @param notes what was left out
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ClassifyReport(
    String file,
    String format,
    long records,
    @JsonInclude List<Tagged> fields,
    List<TextFile.Place> places,
    Map<String, Long> counts,
    List<String> notes) {

  /** One tag on one field. */
  record Tagged(String field, String tag, double confidence, String evidence) {}

  static ClassifyReport ofFields(
      Path file, FileKind kind, FieldSamples samples, List<Tagged> found) {
    var notes = new ArrayList<String>();
    if (samples.leftOut() > 0) {
      notes.add(
          "Beyond "
              + FieldSamples.FIELDS_MAX
              + " fields, or nested too deep, values were left out: "
              + samples.leftOut()
              + ".");
    }
    return new ClassifyReport(
        file.toString(), kind.word(), samples.records(), found, List.of(), Map.of(), notes);
  }

  static ClassifyReport ofText(Path file, TextFile text) {
    var total = text.counts().values().stream().mapToLong(Long::longValue).sum();
    var notes =
        total > text.places().size()
            ? List.of("The first " + TextFile.LISTED_MAX + " of " + total + " are listed.")
            : List.<String>of();
    return new ClassifyReport(
        file.toString(), FileKind.TEXT.word(), 0, List.of(), text.places(), text.counts(), notes);
  }

  @JsonIgnore
  String forPeople() {
    var rows = new ArrayList<List<String>>();
    if (format.equals(FileKind.TEXT.word())) {
      rows.add(List.of("place", "tag", "sure", "characters", "what"));
      places.forEach(
          place ->
              rows.add(
                  List.of(
                      place.line() + ":" + place.column(),
                      place.tag(),
                      percent(place.confidence()),
                      "" + place.length(),
                      place.what())));
    } else {
      rows.add(List.of("field", "tag", "sure", "evidence"));
      fields.forEach(
          one ->
              rows.add(List.of(one.field(), one.tag(), percent(one.confidence()), one.evidence())));
    }
    var lines = new ArrayList<String>();
    if (rows.size() == 1) {
      lines.add("Nothing found.");
    } else {
      lines.addAll(aligned(rows));
    }
    if (records > 0) {
      lines.add(
          "%d records read; up to %d values of each field looked at."
              .formatted(records, FieldSamples.VALUES_MAX));
    }
    lines.addAll(notes);
    return String.join("\n", lines);
  }

  private static String percent(double confidence) {
    return Math.round(confidence * 100) + " %";
  }

  private static List<String> aligned(List<List<String>> rows) {
    var lines = new ArrayList<String>();
    for (var row : rows) {
      var line = new StringBuilder();
      for (var column = 0; column < row.size(); column++) {
        var at = column;
        var width = rows.stream().mapToInt(one -> one.get(at).length()).max().orElse(0);
        line.append(String.format(Locale.ROOT, "%-" + (width + 2) + "s", row.get(column)));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
