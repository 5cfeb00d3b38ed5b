package dev.weft.server.http;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.access.PortReader.Seen;
import dev.weft.server.access.ReadExtent;
import dev.weft.server.files.ParquetRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How records are written to whoever reads them by HTTP. */
interface RecordForm {
  String contentType();

  /** What a browser is to call it, if it is a file. */
  default Optional<String> fileName() {
    return Optional.empty();
  }

  /** Begins to write; the stream stays the caller's. */
  Body begin(OutputStream out, ReadExtent extent) throws IOException;

  /** Records, as they are written. */
  interface Body {
    void write(Seen seen) throws IOException;

    /** Asked while there are no records. */
    default void waits() {}

    /** Writes what comes behind the last record. */
    default void end(boolean complete) throws IOException {}
  }

  /** The forms there are, by the word in a query and the media type. */
  enum Kind {
    NDJSON("application/x-ndjson"),
    CSV("text/csv"),
    EVENTS("text/event-stream"),
    PARQUET(ParquetRecords.MEDIA_TYPE);

    private final String mediaType;

    Kind(String mediaType) {
      this.mediaType = mediaType;
    }

    /** By {@code format}, else by the header {@code Accept}; NDJSON if neither says. */
    static Kind wanted(Request request) {
      var accept = Optional.ofNullable(request.context().header("Accept")).orElse("");
      return request
          .query("format")
          .map(Kind::named)
          .orElseGet(
              () ->
                  Arrays.stream(values())
                      .filter(kind -> accept.contains(kind.mediaType))
                      .findFirst()
                      .orElse(NDJSON));
    }

    private static Kind named(String word) {
      return Arrays.stream(values())
          .filter(kind -> kind.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  Problem.input(
                          "unknown-format",
                          Place.field("format"),
                          "'" + word + "' is not a format.",
                          "Formats: "
                              + Arrays.stream(values())
                                  .map(Kind::word)
                                  .collect(Collectors.joining(", "))
                              + ".")
                      .asException());
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it has an end that must be written, and so is no stream. */
    boolean isFile() {
      return this == PARQUET;
    }
  }
}
