package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes JSON as YAML that a person likes to read. */
final class Yaml {
  private static final int LINE_CHARACTERS = 120;

  private Yaml() {}

  static String write(JsonNode document) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndent(2)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(LINE_CHARACTERS)
            .build();
    return new Dump(settings).dumpToString(Json.MAPPER.convertValue(document, Object.class));
  }
}
