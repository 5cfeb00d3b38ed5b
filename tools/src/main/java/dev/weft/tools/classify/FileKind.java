package dev.weft.tools.classify;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a file is: by its first bytes where they tell, else by its name; anything else is text. */
enum FileKind {
  CSV,
  JSON,
  AVRO,
  PARQUET,
  TEXT;

  private static final int HEAD = 4096;

  static FileKind named(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.input(
                        "unknown-format",
                        Place.field("--as"),
                        "'" + word + "' is not a format.",
                        "Formats: csv, json, avro, parquet, text.")
                    .asException());
  }

  static FileKind of(Path file) throws IOException {
    byte[] head;
    try (var in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    var text = new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "").stripLeading();
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    // What is called so and is something else is told, not searched as a text.
    if (text.startsWith("Obj\u0001") || ends(name, "avro")) {
      return AVRO;
    }
    if (text.startsWith("PAR1") || ends(name, "parquet")) {
      return PARQUET;
    }
    if (ends(name, "csv", "tsv")) {
      return CSV;
    }
    var mayBeJson = text.startsWith("{") || text.startsWith("[");
    return (mayBeJson && !ends(name, "log", "txt", "md")) || ends(name, "json", "jsonl", "ndjson")
        ? JSON
        : TEXT;
  }

  private static boolean ends(String name, String... endings) {
    return List.of(endings).contains(name.substring(name.lastIndexOf('.') + 1));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How its records are read; text has none. */
  RecordFile records() {
    return switch (this) {
      case CSV -> new CsvFile();
      case JSON -> new JsonFile();
      case AVRO -> new AvroFile();
      case PARQUET -> new ParquetFile();
      case TEXT -> throw new IllegalStateException("a text has no records");
    };
  }
}
