package dev.weft.processors.standard.record;

import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Traced;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 straight from events: a mapping is a record, and so is each mapping in a sequence
 * at the top; documents follow one another. Plain scalars get their type as CSV cells do. Aliases
 * are refused, so nothing small can become large. Where the text is not YAML, reading ends.
 */
final class YamlReader implements RecordReader {
  private static final int DEPTH_MAX = 100;

  /**
   * How much the parser takes at a time. It copies all of a long scalar with each, so its usual
   * chunks of 1,024 would copy fifty gigabytes until a scalar is too large.
   */
  private static final int CHUNK = 128 * 1024;

  private final GuardedInput in;
  private final String source;
  private Iterator<Event> events;
  private boolean inSequence;
  private boolean ended;
  private long count;
  private long characters;

  YamlReader(InputStream in, String source) {
    this.in = new GuardedInput(in);
    this.source = source;
  }

  /** The value cannot be taken; the place is known. */
  private static final class RefusedException extends Exception {
    RefusedException(String message) {
      super(message);
    }
  }

  @Override
  public Optional<Reading> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    try {
      var event = toNextValue();
      ended = event.isEmpty();
      return ended ? Optional.empty() : Optional.of(reading(event.get()));
    } catch (RefusedException e) {
      ended = true;
      return Optional.of(malformed(e.getMessage()));
    } catch (MarkedYamlEngineException e) {
      ended = true;
      var place = e.getProblemMark().map(mark -> ", line " + (mark.getLine() + 1)).orElse("");
      return Optional.of(malformed("the YAML is malformed" + place));
    } catch (YamlEngineException e) {
      ended = true;
      var large = e.getCause() instanceof GuardedInput.TooLargeException;
      return Optional.of(malformed(large ? e.getCause().getMessage() : "the text is not YAML"));
    }
  }

  private Optional<Event> toNextValue() {
    if (events == null) {
      var settings =
          LoadSettings.builder()
              .setCodePointLimit(Integer.MAX_VALUE)
              .setBufferSize(CHUNK)
              .setAllowDuplicateKeys(false)
              .build();
      events = new Parse(settings).parseReader(new Chunks(new YamlUnicodeReader(in))).iterator();
    }
    while (events.hasNext()) {
      var event = events.next();
      switch (event.getEventId()) {
        case SequenceStart -> {
          if (inSequence) {
            return Optional.of(event);
          }
          inSequence = true;
        }
        case SequenceEnd -> inSequence = false;
        case MappingStart, Scalar, Alias -> {
          return Optional.of(event);
        }
        default -> in.endOfRecord();
      }
    }
    return Optional.empty();
  }

  private Reading reading(Event event) throws RefusedException {
    count++;
    characters = 0;
    var value = value(event, 1);
    in.endOfRecord();
    if (!(value instanceof Map<?, ?> map)) {
      return malformed("the value is not a mapping");
    }
    var fields = new LinkedHashMap<String, Object>();
    map.forEach((name, inner) -> fields.put(String.valueOf(name), inner));
    return new Reading.Good(new Traced(new DataRecord(fields), origin()));
  }

  private Object value(Event event, int depth) throws RefusedException {
    if (depth > DEPTH_MAX) {
      throw new RefusedException("the values are nested too deeply");
    }
    if (event instanceof MappingStartEvent) {
      return mapping(depth);
    }
    if (event instanceof SequenceStartEvent) {
      return sequence(depth);
    }
    if (event instanceof AliasEvent) {
      throw new RefusedException("an alias is not allowed");
    }
    return scalar((ScalarEvent) event);
  }

  private Map<String, Object> mapping(int depth) throws RefusedException {
    var fields = new LinkedHashMap<String, Object>();
    for (var next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
      if (!(next instanceof ScalarEvent key)) {
        throw new RefusedException("a key is not plain text");
      }
      var name = checked(key.getValue());
      var value = value(events.next(), depth + 1);
      if (fields.put(name, value) != null) {
        throw new RefusedException("a key is there twice in one mapping");
      }
    }
    return fields;
  }

  private List<Object> sequence(int depth) throws RefusedException {
    var items = new ArrayList<>();
    for (var next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(value(next, depth + 1));
    }
    return items;
  }

  private Object scalar(ScalarEvent event) throws RefusedException {
    var text = checked(event.getValue());
    if (event.getScalarStyle() != ScalarStyle.PLAIN) {
      return text;
    }
    return text.equals("null") || text.equals("~") ? null : CellType.infer(text);
  }

  private String checked(String text) throws RefusedException {
    characters += text.length() + 1L;
    if (characters > Limits.RECORD_CHARACTERS) {
      throw new RefusedException(
          "the record is larger than " + Limits.RECORD_CHARACTERS + " characters");
    }
    return text;
  }

  private Reading malformed(String reason) {
    return new Reading.Malformed(new Origin(source, "record", Math.max(1, count)), reason, "");
  }

  private Origin origin() {
    return new Origin(source, "record", count);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Gives as much as is asked for; a decoder gives 8,192 characters at most. */
  private static final class Chunks extends FilterReader {
    Chunks(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] to, int from, int length) throws IOException {
      var read = 0;
      while (read < length) {
        var count = in.read(to, from + read, length - read);
        if (count < 0) {
          return read == 0 ? count : read;
        }
        read += count;
      }
      return read;
    }
  }
}
