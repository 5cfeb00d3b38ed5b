package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Records that are received into a file. It has its name only once it is whole; until then, and
 * when it is not to be had, there is what was there before. Only its owner can read it.
 */
final class ReceivedFile {
  private final Path file;

  ReceivedFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** What was written, and how far it goes. */
  JsonNode write(HttpResponse<InputStream> answer) {
    try {
      var part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
      try {
        try (var in = answer.body();
            var out = Files.newOutputStream(part)) {
          copy(in, out);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
      return said(answer, Files.size(file));
    } catch (IOException e) {
      throw Problem.input(
              "cannot-write",
              Place.field("--file"),
              "'" + file + "' cannot be written: " + e.getMessage() + ".",
              "Is its folder there, and yours?")
          .asException();
    }
  }

  /** Everything, unless the server breaks off: then it does not end as it should. */
  static void copy(InputStream in, OutputStream out) throws IOException {
    var bytes = new byte[1 << 16];
    for (var length = received(in, bytes); length >= 0; length = received(in, bytes)) {
      out.write(bytes, 0, length);
    }
  }

  private static int received(InputStream in, byte[] bytes) {
    try {
      return in.read(bytes);
    } catch (IOException e) {
      throw brokenOff();
    }
  }

  static RuntimeException brokenOff() {
    return Problem.refused(
            "stream-ended",
            "The server has broken off before the end: perhaps your access is over, or it is too"
                + " much for one file.",
            "Reading again says why; --from and --until ask for less.")
        .asException();
  }

  private ObjectNode said(HttpResponse<InputStream> answer, long bytes) {
    var said = Json.object().put("file", file.toString()).put("bytes", bytes);
    var headers = answer.headers();
    headers.firstValue("Weft-As-Of").ifPresent(time -> said.put("asOf", time));
    headers.firstValue("Weft-Complete-To").ifPresent(offsets -> said.put("completeTo", offsets));
    return said;
  }

  /** The same for people. */
  static String text(JsonNode said) {
    var text =
        "Wrote " + said.path("file").asText() + ", " + said.path("bytes").asText() + " bytes.";
    if (said.has("asOf")) {
      text += "\nComplete as of " + said.path("asOf").asText();
      if (said.has("completeTo")) {
        var offsets = said.path("completeTo").asText();
        text +=
            ", up to these offsets (partition/offset): "
                + offsets.replace(",", ", ")
                + ".\nThe next one goes on from there: --from "
                + offsets;
      } else {
        text += ".";
      }
    }
    return text;
  }
}
