package dev.weft.processors.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.processors.standard.BadContentException;
import dev.weft.processors.standard.Bounds;
import dev.weft.processors.standard.Failures;
import dev.weft.processors.standard.OnBytes;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Rebuilds JSON by a JSLT expression: each record, or the content as a whole. It can read nothing
 * else: imports are refused. Its own functions with regular expressions (test, capture, split,
 * replace) run with backtracking, so keep them simple or use CEL.
 */
public final class JSLTTransformJSON
    implements ProcessorType.OfProcessor<JSLTTransformJSON.Settings>,
        SendsNothing<JSLTTransformJSON.Settings> {
  private static final int LENGTH_MAX = 100_000;

  /** By which expression. */
  public record Settings(
      @Doc(
              "The JSLT expression, such as {\"id\": .order.id, * : .}. Of a record it must give an"
                  + " object, or an array of objects, which become records each.")
          String transformation,
      @Doc("Content: larger JSON goes to failure.") int bytesMax) {
    public Settings {
      transformation = Bounds.given("transformation", transformation, "{\"id\": .order.id}");
      compile(transformation);
      bytesMax =
          Bounds.number("bytesMax", bytesMax, 1, JsonDocument.BYTES_MAX, JsonDocument.BYTES_USUAL);
    }
  }

  private static Expression compile(String text) {
    if (text.length() > LENGTH_MAX) {
      throw new IllegalArgumentException("transformation is longer than " + LENGTH_MAX);
    }
    try {
      return new Parser(new StringReader(text))
          .withResourceResolver(
              name -> {
                throw new JsltException("imports are not allowed");
              })
          .compile();
    } catch (JsltException e) {
      throw new IllegalArgumentException("transformation does not compile: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return "JSLTTransformJSON";
  }

  @Override
  public String summary() {
    return "Rebuilds JSON by a JSLT expression: each record, or the content as a whole.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var expression = compile(settings.transformation());
    var onBytes =
        new OnBytes(
            (in, bytes, out) ->
                out.emit("success", in.with(content(bytes, expression, settings.bytesMax()))));
    return (in, out) -> {
      if (in.content() instanceof Records records) {
        records(in, records, expression, out);
      } else {
        onBytes.process(in, out);
      }
    };
  }

  private static Bytes content(Bytes bytes, Expression expression, int bytesMax)
      throws IOException, BadContentException {
    var json = Json.bytes(apply(expression, JsonDocument.tree(bytes, bytesMax)));
    return new Bytes(() -> new ByteArrayInputStream(json), json.length, bytes.origin());
  }

  private static void records(FlowFile in, Records records, Expression expression, Output out) {
    var changed = new ArrayList<Traced>();
    var failures = new Failures();
    for (var item : records.items()) {
      try {
        for (var record : build(apply(expression, JsonDocument.node(item.record().fields())))) {
          changed.add(item.with(record));
        }
      } catch (BadContentException e) {
        failures.add(item, e.getMessage());
      }
    }
    if (!changed.isEmpty()) {
      out.emit("success", in.with(new Records(changed)));
    }
    failures.emit(in, out);
  }

  private static JsonNode apply(Expression expression, JsonNode json) throws BadContentException {
    try {
      return expression.apply(json);
    } catch (JsltException e) {
      throw new BadContentException("the transformation fails: " + e.getMessage());
    } catch (StackOverflowError e) {
      // A function that calls itself without end is the author's mistake, not the server's.
      throw new BadContentException("the transformation calls itself too often");
    }
  }

  private static List<DataRecord> build(JsonNode result) throws BadContentException {
    var built = new ArrayList<DataRecord>();
    for (var each : result.isArray() ? result : List.of(result)) {
      if (!each.isObject()) {
        throw new BadContentException("the transformation gives no object");
      }
      var fields = new LinkedHashMap<String, Object>();
      each.properties()
          .forEach(field -> fields.put(field.getKey(), JsonDocument.value(field.getValue())));
      built.add(new DataRecord(fields));
    }
    return built;
  }
}
