package dev.weft.processors.tail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far each file has been read.
 *
 * @param begun whether there has been a first look, which {@code from} is about
 */
record TailPosition(List<Tailed> files, boolean begun) {
  static TailPosition of(Optional<JsonNode> json) {
    var files = new ArrayList<Tailed>();
    json.ifPresent(kept -> kept.path("files").forEach(each -> files.add(Tailed.of(each))));
    return new TailPosition(files, json.isPresent());
  }

  JsonNode json() {
    var json = Json.object();
    var array = json.putArray("files");
    files.forEach(each -> array.add(each.json()));
    return json;
  }
}
