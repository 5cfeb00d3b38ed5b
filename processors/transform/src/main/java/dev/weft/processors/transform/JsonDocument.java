package dev.weft.processors.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weft.model.Json;
import dev.weft.processors.standard.BadContentException;
import dev.weft.spi.flow.Content.Bytes;
import java.io.IOException;

/**
 * Reads JSON content as a whole, up to a limit. Strict: a key twice in one object is an error. As
 * values, whole numbers are Long or BigInteger, others BigDecimal.
 */
final class JsonDocument {
  static final int BYTES_MAX = 64 << 20;
  static final int BYTES_USUAL = 4 << 20;
  private static final int DEPTH_MAX = 200;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(BYTES_MAX)
                          .maxNestingDepth(DEPTH_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonDocument() {}

  /** Maps, lists and scalars. */
  static Object value(Bytes bytes, int bytesMax) throws IOException, BadContentException {
    return read(bytes, bytesMax, Object.class);
  }

  static JsonNode tree(Bytes bytes, int bytesMax) throws IOException, BadContentException {
    return read(bytes, bytesMax, JsonNode.class);
  }

  private static <T> T read(Bytes bytes, int bytesMax, Class<T> type)
      throws IOException, BadContentException {
    try (var in = bytes.opener().open()) {
      var all = in.readNBytes(bytesMax + 1);
      if (all.length > bytesMax) {
        throw new BadContentException("the JSON is larger than " + bytesMax + " bytes");
      }
      var read = MAPPER.readValue(all, type);
      if (read == null) {
        throw new BadContentException("the JSON is null");
      }
      return read;
    } catch (JsonProcessingException e) {
      throw new BadContentException(fault(e));
    }
  }

  /** Without any of the text, which may be personal. */
  private static String fault(JsonProcessingException e) {
    var at = e.getLocation();
    var place = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    return place + "the JSON is malformed, has a key twice or is nested too deeply";
  }

  /** A node as the value of a record. */
  static Object value(JsonNode node) {
    return MAPPER.convertValue(node, Object.class);
  }

  /** A value of a record as a node: times as ISO 8601 text, bytes as Base64. */
  static JsonNode node(Object value) {
    return Json.MAPPER.valueToTree(value);
  }
}
