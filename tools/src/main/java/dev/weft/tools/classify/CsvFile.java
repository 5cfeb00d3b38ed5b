package dev.weft.tools.classify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.DuplicateHeaderMode;

/** CSV with a header (RFC 4180); cells are parted by what the header has most of: , ; tab or |. */
final class CsvFile implements RecordFile {
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
  private static final int HEADER_MAX = 1_000_000;

  @Override
  public void read(Path file, Consumer<Object> record) throws IOException {
    try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      reader.mark(HEADER_MAX);
      if (reader.read() != '\uFEFF') {
        reader.reset();
      }
      reader.mark(HEADER_MAX);
      var header = reader.readLine();
      if (header == null || header.length() >= HEADER_MAX) {
        throw new IllegalArgumentException("it has no header");
      }
      reader.reset();
      var format =
          CSVFormat.RFC4180
              .builder()
              .setDelimiter(delimiter(header))
              .setHeader()
              .setSkipHeaderRecord(true)
              .setIgnoreEmptyLines(true)
              .setTrim(true)
              .setAllowMissingColumnNames(true)
              .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_ALL)
              .build();
      try (var rows = format.parse(reader)) {
        rows.forEach(row -> record.accept(row.toMap()));
      }
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException(e.getCause().getMessage(), e);
    }
  }

  private static char delimiter(String header) {
    var best = ',';
    var most = -1L;
    for (var one : DELIMITERS) {
      var count = header.chars().filter(c -> c == one).count();
      if (count > most) {
        most = count;
        best = one;
      }
    }
    return best;
  }
}
