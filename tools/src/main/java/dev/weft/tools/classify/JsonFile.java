package dev.weft.tools.classify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** JSON values one after the other, on lines or not, or the elements of one list. */
final class JsonFile implements RecordFile {
  @Override
  public void read(Path file, Consumer<Object> record) throws IOException {
    try (var parser = Json.MAPPER.getFactory().createParser(file.toFile())) {
      var token = parser.nextToken();
      var isList = token == JsonToken.START_ARRAY;
      if (isList) {
        token = parser.nextToken();
      }
      while (token != null && token != JsonToken.END_ARRAY) {
        record.accept(parser.readValueAs(Object.class));
        token = parser.nextToken();
      }
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new IllegalArgumentException(
          "line " + at.getLineNr() + ", column " + at.getColumnNr() + " is not JSON", e);
    }
  }
}
