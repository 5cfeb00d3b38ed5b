package dev.weft.processors.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Structured data of a syslog message, and the text after it; RFC 5424, section 6.3.
 *
 * @param elements element id to parameters by name
 */
record StructuredData(Map<String, Map<String, String>> elements, String rest) {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** Reads from the beginning of the text; empty when it does not hold structured data. */
  static Optional<StructuredData> at(String text) {
    return new Reader(text).read();
  }

  private static final class Reader {
    private final String text;
    private final Map<String, Map<String, String>> elements = new LinkedHashMap<>();
    private int at;

    Reader(String text) {
      this.text = text;
    }

    Optional<StructuredData> read() {
      if (is('-')) {
        at++;
      } else {
        if (!is('[')) {
          return Optional.empty();
        }
        while (is('[')) {
          if (!element()) {
            return Optional.empty();
          }
        }
      }
      if (at < text.length() && !is(' ')) {
        return Optional.empty();
      }
      return Optional.of(new StructuredData(elements, message()));
    }

    private String message() {
      var from = Math.min(text.length(), at + 1);
      var marked = from < text.length() && text.charAt(from) == BYTE_ORDER_MARK;
      return text.substring(marked ? from + 1 : from);
    }

    private boolean element() {
      at++;
      var parameters = new LinkedHashMap<String, String>();
      elements.put(name(), parameters);
      while (is(' ')) {
        at++;
        if (!parameter(parameters)) {
          return false;
        }
      }
      if (!is(']')) {
        return false;
      }
      at++;
      return true;
    }

    private boolean parameter(Map<String, String> parameters) {
      var name = name();
      if (!is('=') || at + 1 >= text.length() || text.charAt(at + 1) != '"') {
        return false;
      }
      at += 2;
      var value = new StringBuilder();
      while (at < text.length() && !is('"')) {
        // Only a quote, a backslash and a bracket are escaped; any other backslash is one.
        var escaped =
            is('\\') && at + 1 < text.length() && "\"\\]".indexOf(text.charAt(at + 1)) >= 0;
        at += escaped ? 1 : 0;
        value.append(text.charAt(at++));
      }
      if (!is('"')) {
        return false;
      }
      at++;
      parameters.put(name, value.toString());
      return true;
    }

    private String name() {
      var from = at;
      while (at < text.length() && "= ]\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(from, at);
    }

    private boolean is(char wanted) {
      return at < text.length() && text.charAt(at) == wanted;
    }
  }
}
