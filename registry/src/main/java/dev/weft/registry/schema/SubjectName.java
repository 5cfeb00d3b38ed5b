package dev.weft.registry.schema;

import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a subject: its context, a namespace of subjects and ids, and the name within it.
 * Written {@code :.context:name}; in the standard context just {@code name}.
 *
 * @param context empty for the standard one, else such as {@code .staging}
 * @param name empty: the context itself
 */
public record SubjectName(String context, String name) {
  private static final int LENGTH_MAX = 500;
  private static final Pattern CONTEXT = Pattern.compile("\\.[A-Za-z0-9_.-]{0,99}");
  private static final Pattern TOPIC = Pattern.compile("(.+)-(key|value)");

  /** The name under which is kept what holds for all subjects. No subject can have it. */
  static final String ALL = "*";

  /**
   * Reads it.
   *
   * @throws ProblemException {@code bad-subject}
   */
  public static SubjectName parse(String text) {
    var isQualified = text.startsWith(":.");
    var end = isQualified ? text.indexOf(':', 1) : 0;
    var context = isQualified && end > 0 ? text.substring(1, end) : "";
    var name = isQualified ? text.substring(end + 1) : text;
    var isContext = end > 0 && CONTEXT.matcher(context).matches();
    var isName =
        name.length() <= LENGTH_MAX
            && !name.equals(ALL)
            && !name.startsWith(":")
            && name.chars().noneMatch(Character::isISOControl)
            && (isContext || !name.isBlank());
    if (end < 0 || (isQualified && !isContext) || !isName) {
      throw Problem.input(
              "bad-subject",
              Place.field("subject"),
              "'" + text + "' is no name of a subject.",
              "Write product.port-value, or :.context:product.port-value.")
          .asException();
    }
    return new SubjectName(context.equals(".") ? "" : context, name);
  }

  /** In the given context, unless the text names another. */
  static SubjectName within(String context, String text) {
    var parsed = parse(text);
    return text.startsWith(":.") ? parsed : new SubjectName(context, parsed.name);
  }

  /** The context as it is written in lists: the standard one is {@code .}. */
  static String shown(String context) {
    return context.isEmpty() ? "." : context;
  }

  /** As it is kept and shown. */
  public String qualified() {
    return context.isEmpty() ? name : ":" + context + ":" + name;
  }

  /** The port of which it describes keys or values. */
  public Optional<PortName> port() {
    var topic = TOPIC.matcher(name);
    return topic.matches() ? PortName.parse(topic.group(1)) : Optional.empty();
  }

  /** Whether it describes the values of a port's topic, as the gateway looks for them. */
  public boolean isOfPort() {
    return context.isEmpty() && name.endsWith("-value") && port().isPresent();
  }

  /** The context as a subject: what is set for it holds for all in it. */
  SubjectName ofContext() {
    return new SubjectName(context, "");
  }

  @Override
  public String toString() {
    return qualified();
  }
}
