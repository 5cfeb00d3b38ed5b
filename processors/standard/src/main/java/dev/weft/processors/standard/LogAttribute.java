package dev.weft.processors.standard;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the attributes of each FlowFile into the log. */
public final class LogAttribute
    implements ProcessorType.OfProcessor<LogAttribute.Settings>,
        KeepsFields<LogAttribute.Settings> {
  private static final Logger LOG = LoggerFactory.getLogger(LogAttribute.class);
  private static final int LENGTH_MAX = 200;

  /** Which of them. */
  public record Settings(
      @Doc("Regular expression (RE2): attributes whose whole name matches; all when left out.")
          String attributes,
      @Doc("The level in the log.") LogMessage.LogLevel level) {
    public Settings {
      attributes = attributes == null ? ".*" : attributes;
      level = level == null ? LogMessage.LogLevel.INFO : level;
      Patterns.compile("attributes", attributes);
    }
  }

  @Override
  public String name() {
    return "LogAttribute";
  }

  @Override
  public String summary() {
    return "Writes the attributes of each FlowFile into the log.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success");
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return List.of(new Destination("log:server", ""));
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var wanted = Patterns.compile("attributes", settings.attributes());
    return (in, out) -> {
      var text =
          in.attributes().entrySet().stream()
              .filter(each -> wanted.matches(each.getKey()))
              .map(each -> each.getKey() + "=" + shown(each.getValue()))
              .collect(Collectors.joining(", "));
      settings.level().write(LOG, context.flow(), context.processor(), text);
      out.emit("success", in);
    };
  }

  private static String shown(String value) {
    var line = value.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LENGTH_MAX ? line : line.substring(0, LENGTH_MAX) + "...";
  }
}
