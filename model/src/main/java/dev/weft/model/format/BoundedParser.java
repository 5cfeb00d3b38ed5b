package dev.weft.model.format;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Counts nesting and documents while YAML is parsed, and stops before the recursion that builds
 * nodes can get too deep.
 */
final class BoundedParser implements Parser {
  private final Parser parser;
  private final String file;
  private final Limits limits;
  private int depth;
  private int documents;

  BoundedParser(Parser parser, String file, Limits limits) {
    this.parser = parser;
    this.file = file;
    this.limits = limits;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    var event = parser.next();
    switch (event.getEventId()) {
      case SequenceStart, MappingStart -> enter(event);
      case SequenceEnd, MappingEnd -> depth--;
      case DocumentStart -> countDocument(event);
      default -> {}
    }
    return event;
  }

  private void enter(Event event) {
    if (++depth > limits.nestingMax()) {
      var message = "Lists and mappings are nested deeper than " + limits.nestingMax() + " levels.";
      throw problem(event, "too-deep", message, "Flatten the document.");
    }
  }

  private void countDocument(Event event) {
    if (++documents > limits.documentsMax()) {
      var message = "The file holds more than " + limits.documentsMax() + " documents.";
      throw problem(event, "too-many-documents", message, "Split the file.");
    }
  }

  private RuntimeException problem(Event event, String code, String message, String hint) {
    var place =
        event
            .getStartMark()
            .map(mark -> new Place(file, mark.getLine() + 1, mark.getColumn() + 1, ""))
            .orElse(new Place(file, 0, 0, ""));
    return Problem.input(code, place, message, hint).asException();
  }
}
