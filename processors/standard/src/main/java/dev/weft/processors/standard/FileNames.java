package dev.weft.processors.standard;

import dev.weft.model.DataRecord;
import dev.weft.processors.standard.record.RecordFormat;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.FlowFile;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names files: by the flow author's expression, else by where the content came from. */
record FileNames(Optional<Compiled> expression, RecordFormat writer) {
  private static final int LONGEST = 200;

  /** No separators, no control characters, no hidden files, no {@code ..}. */
  private static final Pattern SAFE = Pattern.compile("[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]*");

  private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9._-]+");

  private static final Pattern EXTENSION = Pattern.compile("\\.([A-Za-z0-9]{1,10})$");

  /** The name cannot be used; the message says why. */
  static final class BadNameException extends Exception {
    BadNameException(String message) {
      super(message);
    }
  }

  /** Whether the same origin always gives the same name, and no other origin does. */
  boolean areByOrigin() {
    return expression.isEmpty();
  }

  String name(FlowFile file, Origin origin) throws BadNameException {
    return expression.isEmpty()
        ? byOrigin(file, origin)
        : checked(evaluate(expression.get(), file));
  }

  private static String evaluate(Compiled expression, FlowFile file) throws BadNameException {
    try {
      return String.valueOf(expression.evaluate(new DataRecord(Map.of()), file.attributes()));
    } catch (EvaluationException e) {
      throw new BadNameException("The file's name cannot be evaluated: " + e.getMessage());
    }
  }

  private static String checked(String name) throws BadNameException {
    if (name.length() > LONGEST || !SAFE.matcher(name).matches()) {
      throw new BadNameException(
          "A file's name has 1 to " + LONGEST + " characters, no separators, and no dot in front.");
    }
    return name;
  }

  /** With a hash, since different sources can become one after leaving unusual characters out. */
  private String byOrigin(FlowFile file, Origin origin) {
    var plain = UNUSUAL.matcher(origin.source()).replaceAll("-").replaceAll("^[.-]+", "");
    var tail = plain.substring(Math.max(0, plain.length() - 100));
    return String.format(
        "%s-%08x-%020d.%s", tail, origin.source().hashCode(), origin.position(), extension(file));
  }

  /** Bytes are written as they are, so they keep theirs. */
  private String extension(FlowFile file) {
    if (file.content() instanceof Content.Records) {
      return writer.extension();
    }
    var name = file.attributes().getOrDefault(Attributes.FILENAME, "");
    var its = EXTENSION.matcher(name);
    return its.find() ? its.group(1) : "bin";
  }
}
