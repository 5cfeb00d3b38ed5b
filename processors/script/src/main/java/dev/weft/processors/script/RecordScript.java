package dev.weft.processors.script;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.NativeJSON;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.ScriptableObject;

/**
 * A script whose function {@code transform(record, attributes)} gives a record, a list of records,
 * or null for none. Values go in and out as JSON, so no object of Java's is ever in its reach. Each
 * record is a fresh world: nothing is remembered from one to the next.
 */
final class RecordScript {
  private static final String FUNCTION = "transform";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Sandbox sandbox;
  private final Script script;

  /** The script has no result for a record; the message says why. */
  static final class ScriptException extends Exception {
    ScriptException(String message) {
      super(message);
    }
  }

  private RecordScript(Sandbox sandbox, Script script) {
    this.sandbox = sandbox;
    this.script = script;
  }

  /** Throws IllegalArgumentException with the line when the text is no JavaScript. */
  static RecordScript compile(String text, Sandbox sandbox) {
    try {
      return new RecordScript(
          sandbox, sandbox.call(context -> context.compileString(text, "script", 1, null)));
    } catch (EvaluatorException e) {
      throw new IllegalArgumentException(
          "script does not compile, line " + e.lineNumber() + ": " + e.details(), e);
    }
  }

  List<DataRecord> run(DataRecord record, Map<String, String> attributes) throws ScriptException {
    try {
      var result = sandbox.call(context -> result(context, record, attributes));
      return records(result);
    } catch (RhinoException e) {
      // Not e.details(): a script may have thrown what is in the record.
      throw new ScriptException("the script fails in line " + e.lineNumber());
    } catch (Sandbox.LimitError e) {
      throw new ScriptException("the script is stopped: " + e.getMessage());
    } catch (StackOverflowError | OutOfMemoryError e) {
      // One operation that asks for too much at once; what it had is free again.
      throw new ScriptException("the script asks for too much memory");
    }
  }

  private String result(Context context, DataRecord record, Map<String, String> attributes) {
    var scope = context.initSafeStandardObjects(null, true);
    script.exec(context, scope);
    if (!(ScriptableObject.getProperty(scope, FUNCTION) instanceof Function function)) {
      throw new EvaluatorException("there is no function " + FUNCTION, "script", 1);
    }
    var in = parse(context, scope, Json.text(record.fields()));
    var about = parse(context, scope, Json.text(attributes));
    var out = function.call(context, scope, scope, new Object[] {in, about});
    return NativeJSON.stringify(context, scope, out, null, null) instanceof CharSequence text
        ? text.toString()
        : "null";
  }

  private static Object parse(Context context, ScriptableObject scope, String json) {
    return NativeJSON.parse(context, scope, json, (c, s, self, arguments) -> arguments[1]);
  }

  private static List<DataRecord> records(String json) throws ScriptException {
    try {
      var built = new ArrayList<DataRecord>();
      Object value = MAPPER.readValue(json, Object.class);
      var all = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
      for (var each : all) {
        if (!(each instanceof Map<?, ?> map)) {
          throw new ScriptException("the script gives something that is no record");
        }
        var fields = new LinkedHashMap<String, Object>();
        map.forEach((name, field) -> fields.put(String.valueOf(name), field));
        built.add(new DataRecord(fields));
      }
      return built;
    } catch (IOException e) {
      throw new ScriptException("the script gives something that is no JSON");
    }
  }
}
