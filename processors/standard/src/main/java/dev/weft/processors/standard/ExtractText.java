package dev.weft.processors.standard;

import com.google.re2j.Pattern;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FillsAttributes;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes attributes from the text of the content by regular expressions. */
public final class ExtractText
    implements ProcessorType.OfProcessor<ExtractText.Settings>,
        KeepsFields<ExtractText.Settings>,
        SendsNothing<ExtractText.Settings>,
        FillsAttributes<ExtractText.Settings> {
  /** What to look for. */
  public record Settings(
      @Doc(
              "Attribute to regular expression (RE2), looked for in the text; its first group, or"
                  + " all that matches if it has none, becomes the attribute, further groups"
                  + " NAME.2, NAME.3 and so on.")
          Map<String, String> attributes,
      @Doc("How much of the beginning is looked at.") int bytesMax,
      @Doc("Longer values are cut to so many characters.") int lengthMax) {
    public Settings {
      attributes = Bounds.texts(attributes);
      if (attributes.isEmpty()) {
        throw new IllegalArgumentException("attributes must name at least one attribute");
      }
      attributes.values().forEach(regex -> Patterns.compile("attributes", regex));
      bytesMax = Bounds.number("bytesMax", bytesMax, 1, TextHead.BYTES_MAX, TextHead.BYTES_USUAL);
      lengthMax = Bounds.number("lengthMax", lengthMax, 1, 100_000, 1_024);
    }
  }

  @Override
  public String name() {
    return "ExtractText";
  }

  @Override
  public String summary() {
    return "Takes attributes from the text of the content by regular expressions.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("matched", "unmatched", "failure");
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var patterns = new LinkedHashMap<String, Pattern>();
    settings
        .attributes()
        .forEach((name, regex) -> patterns.put(name, Patterns.compile("attributes", regex)));
    return new OnBytes(
        (in, bytes, out) -> {
          var text = TextHead.of(bytes, settings.bytesMax()).text();
          var found = new LinkedHashMap<String, String>();
          patterns.forEach((name, regex) -> find(name, regex, text, settings.lengthMax(), found));
          if (found.isEmpty()) {
            out.emit("unmatched", in);
          } else {
            var attributes = new LinkedHashMap<>(in.attributes());
            attributes.putAll(found);
            out.emit("matched", new FlowFile(attributes, in.content()));
          }
        });
  }

  private static void find(
      String name, Pattern regex, String text, int lengthMax, Map<String, String> found) {
    var matcher = regex.matcher(text);
    if (!matcher.find()) {
      return;
    }
    if (matcher.groupCount() == 0) {
      found.put(name, cut(matcher.group(), lengthMax));
    }
    for (var group = 1; group <= matcher.groupCount(); group++) {
      if (matcher.group(group) != null) {
        found.put(group == 1 ? name : name + "." + group, cut(matcher.group(group), lengthMax));
      }
    }
  }

  private static String cut(String text, int lengthMax) {
    return text.length() <= lengthMax ? text : text.substring(0, lengthMax);
  }
}
