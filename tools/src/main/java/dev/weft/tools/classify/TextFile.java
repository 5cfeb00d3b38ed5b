package dev.weft.tools.classify;

import dev.weft.classification.Located;
import dev.weft.classification.TextScan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A text, such as a log or a letter: where in it personal data stands. Read line by line; a line is
 * looked at in pieces of 64 Ki characters, so what stands across a seam or a line's end is missed.
 */
final class TextFile {
  private static final int PIECE = 65_536;
  static final int LISTED_MAX = 10_000;

  private final TextScan scan;
  private final List<Place> places = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private long line = 1;
  private int column = 1;
  private long offset;

  /**
   * One finding: never its value.
   *
   * @param line from 1
   * @param column of its first character, from 1
   * @param offset of its first character in the file, from 0, counted in characters
   */
  record Place(
      String tag, long line, int column, long offset, int length, double confidence, String what) {}

  TextFile(TextScan scan) {
    this.scan = scan;
  }

  /** The first ten thousand. */
  List<Place> places() {
    return places;
  }

  /** How many of each tag, those that are not listed too. */
  Map<String, Long> counts() {
    return counts;
  }

  long lines() {
    return line;
  }

  void read(Path file) throws IOException {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    try (var reader =
        new BufferedReader(new InputStreamReader(Files.newInputStream(file), decoder), PIECE)) {
      var piece = new StringBuilder();
      for (var c = reader.read(); c >= 0; c = reader.read()) {
        if (c == '\n' || piece.length() == PIECE) {
          look(piece);
        }
        if (c == '\n') {
          line++;
          column = 1;
          offset++;
        } else {
          piece.append((char) c);
        }
      }
      look(piece);
    }
  }

  private void look(StringBuilder piece) {
    for (var one : scan.find(piece.toString())) {
      counts.merge(one.tag(), 1L, Long::sum);
      if (places.size() < LISTED_MAX) {
        places.add(place(one));
      }
    }
    column += piece.length();
    offset += piece.length();
    piece.setLength(0);
  }

  private Place place(Located one) {
    return new Place(
        one.tag(),
        line,
        column + one.start(),
        offset + one.start(),
        one.length(),
        one.confidence(),
        one.noun());
  }
}
