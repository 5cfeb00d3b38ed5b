package dev.weft.processors.transform;

import dev.weft.model.Json;
import dev.weft.processors.standard.BadContentException;
import dev.weft.processors.standard.Bounds;
import dev.weft.processors.standard.Fragments;
import dev.weft.processors.standard.OnBytes;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.io.ByteArrayInputStream;
import java.util.List;

/** Makes a FlowFile of each element of an array in JSON content. */
public final class SplitJson
    implements ProcessorType.OfProcessor<SplitJson.Settings>, SendsNothing<SplitJson.Settings> {
  /** Which array. */
  public record Settings(
      @Doc("JSONPath to the array, or one that finds several values.") String path,
      @Doc("Larger JSON goes to failure; ConvertRecord and SplitRecord take any size.")
          int bytesMax) {
    public Settings {
      path = path == null ? "$" : path;
      Paths.compile("path", path);
      bytesMax =
          Bounds.number("bytesMax", bytesMax, 1, JsonDocument.BYTES_MAX, JsonDocument.BYTES_USUAL);
    }
  }

  @Override
  public String name() {
    return "SplitJson";
  }

  @Override
  public String summary() {
    return "Makes a FlowFile of each element of an array in JSON content, marked by fragment.*.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("splits", "original", "failure");
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var path = Paths.compile("path", settings.path());
    return new OnBytes(
        (in, bytes, out) -> {
          var found = Paths.find(path, JsonDocument.value(bytes, settings.bytesMax()));
          if (!(found.orElse(null) instanceof List<?> elements)) {
            throw new BadContentException("there is no array at " + settings.path());
          }
          var fragments = Fragments.of(in);
          for (var i = 0; i < elements.size(); i++) {
            var piece = in.with(content(elements.get(i), bytes.origin(), i));
            out.emit("splits", fragments.mark(piece, i, elements.size()));
          }
          out.emit("original", fragments.original(in, elements.size()));
        });
  }

  private static Bytes content(Object element, Origin whole, int index) {
    var json = Json.bytes(element);
    var origin = whole.within("element", index);
    return new Bytes(() -> new ByteArrayInputStream(json), json.length, origin);
  }
}
