package dev.weft.flow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened to a FlowFile while a {@link Recording} was on. Written with the unit of
 * work in which it happened: what was given up has no events.
 *
 * @param id of the event
 * @param flowFile the FlowFile's identity; it keeps it for as long as one goes in and one comes out
 * @param parents of which FlowFiles this one was made, when of others
 * @param children which FlowFiles were made of this one, besides itself
 * @param relationship where it left the processor; empty when it did not
 * @param source the origin of its first record, with {@code key} and {@code position}
 * @param before attributes as it came, {@code after} as it left; long values are cut
 * @param path the processors that it had been through, this one included
 * @param held whether its content is kept with the event, so that it can be replayed
 * @param detail such as the port that it went to
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record FlowEvent(
    String id,
    Instant time,
    String flow,
    String processor,
    Type type,
    String flowFile,
    List<String> parents,
    List<String> children,
    String relationship,
    int records,
    String source,
    String key,
    long position,
    Map<String, String> before,
    Map<String, String> after,
    List<String> path,
    boolean held,
    String detail) {

  public FlowEvent {
    parents = parents == null ? List.of() : List.copyOf(parents);
    children = children == null ? List.of() : List.copyOf(children);
    relationship = relationship == null ? "" : relationship;
    source = source == null ? "" : source;
    key = key == null ? "" : key;
    before = before == null ? Map.of() : Map.copyOf(before);
    after = after == null ? Map.of() : Map.copyOf(after);
    path = path == null ? List.of() : List.copyOf(path);
    detail = detail == null ? "" : detail;
  }

  /** What can happen to a FlowFile; the words are those of Apache NiFi's provenance. */
  public enum Type {
    /** A source has made it up. */
    CREATE,
    /** It came from outside, or from a port. */
    RECEIVE,
    /** Its content was read from outside. */
    FETCH,
    /** It has become several. */
    FORK,
    /** Several have become one. */
    JOIN,
    /** It left unchanged, by one of the processor's relationships. */
    ROUTE,
    ATTRIBUTES_MODIFIED,
    CONTENT_MODIFIED,
    /** It was given to a port or to something outside. */
    SEND,
    /** It ended here. */
    DROP,
    /** It waited longer than its connection allows. */
    EXPIRE,
    /** Somebody gave it to the flow again. */
    REPLAY;

    /** The type of this name, in any case. */
    public static Optional<Type> of(String name) {
      try {
        return Optional.of(valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_')));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    @JsonValue
    @Override
    public String toString() {
      return name();
    }
  }

  /** Without the values of attributes, for who may not see them. */
  public FlowEvent withheld() {
    return new FlowEvent(
        id,
        time,
        flow,
        processor,
        type,
        flowFile,
        parents,
        children,
        relationship,
        records,
        "",
        "",
        0,
        hidden(before),
        hidden(after),
        path,
        held,
        detail);
  }

  private static Map<String, String> hidden(Map<String, String> attributes) {
    var names = new java.util.TreeMap<String, String>();
    attributes.keySet().forEach(name -> names.put(name, "(withheld)"));
    return names;
  }
}
