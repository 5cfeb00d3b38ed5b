package dev.weft.processors.standard;

import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes a message about each FlowFile into the log, or tells people as a bulletin. */
public final class LogMessage
    implements ProcessorType.OfProcessor<LogMessage.Settings>, KeepsFields<LogMessage.Settings> {
  private static final Logger LOG = LoggerFactory.getLogger(LogMessage.class);
  private static final int LENGTH_MAX = 2_000;

  /** What to say. */
  public record Settings(
      @Doc("CEL over 'attributes': the message, such as 'got ' + attributes.filename.")
          String message,
      @Doc("The level in the log.") LogLevel level,
      @Doc("Whether people are told as well.") boolean bulletin) {
    public Settings {
      message = Bounds.given("message", message, "'got ' + attributes.filename");
      level = level == null ? LogLevel.INFO : level;
    }
  }

  /** The levels of the log. */
  public enum LogLevel {
    DEBUG(Level.DEBUG),
    INFO(Level.INFO),
    WARN(Level.WARN),
    ERROR(Level.ERROR);

    private final Level level;

    LogLevel(Level level) {
      this.level = level;
    }

    void write(Logger log, String flow, String processor, String text) {
      log.atLevel(level).log("{}/{}: {}", flow, processor, text);
    }
  }

  @Override
  public String name() {
    return "LogMessage";
  }

  @Override
  public String summary() {
    return "Writes a message about each FlowFile into the log, or tells people as a bulletin.";
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
    var message = AttributeExpression.of(settings.message(), context);
    return (in, out) -> {
      var text = oneLine(message, in);
      settings.level().write(LOG, context.flow(), context.processor(), text);
      if (settings.bulletin()) {
        context.bulletins().accept(text);
      }
      out.emit("success", in);
    };
  }

  /** Without line breaks, so that nobody's attribute can write a line of its own into the log. */
  private static String oneLine(AttributeExpression message, dev.weft.spi.flow.FlowFile in) {
    try {
      var text = message.text(in).replaceAll("\\p{Cntrl}", " ");
      return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX);
    } catch (EvaluationException e) {
      return "The message cannot be evaluated: " + e.getMessage();
    }
  }
}
