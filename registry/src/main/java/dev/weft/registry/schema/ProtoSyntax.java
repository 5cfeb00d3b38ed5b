package dev.weft.registry.schema;

import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;

/**
 * Reads the text of a .proto file, and writes it in one form: without comments, laid out alike.
 *
 * <p>The language is that of protobuf.dev's "Language Guide", proto2 and proto3.
 */
final class ProtoSyntax {
  private static final int DEPTH_MAX = 64;

  private ProtoSyntax() {}

  /**
   * The file.
   *
   * @throws IllegalArgumentException with a sentence for people when it is none
   */
  static ProtoFileElement parse(String name, String text) {
    var plain = withoutComments(text);
    try {
      return ProtoParser.Companion.parse(Location.get(name), plain);
    } catch (RuntimeException e) { // The parser throws many kinds.
      throw new IllegalArgumentException(String.valueOf(e.getMessage()).replace('\n', ' '), e);
    }
  }

  /** The text in the one form in which files are kept and compared. */
  static String print(ProtoFileElement file) {
    var text = file.toSchema();
    var from = 0;
    while (text.startsWith("//", from) || text.startsWith("\n", from)) {
      from = text.indexOf('\n', from) + 1;
    }
    return text.substring(from);
  }

  /** Also counts brackets: the parser calls itself for each, and a stack has an end. */
  private static String withoutComments(String text) {
    var out = new StringBuilder(text.length());
    var depth = 0;
    for (int at = 0; at < text.length(); ) {
      var next = text.charAt(at);
      var end = at + 1;
      if (next == '"' || next == '\'') {
        end = endOfString(text, at);
        out.append(text, at, end);
      } else if (text.startsWith("//", at)) {
        end = endOf(text, "\n", at, 0);
        out.append(' ');
      } else if (text.startsWith("/*", at)) {
        end = endOf(text, "*/", at + 2, 2);
        out.append(' ');
      } else {
        depth += "{[(<".indexOf(next) >= 0 ? 1 : "}])>".indexOf(next) >= 0 ? -1 : 0;
        if (depth > DEPTH_MAX) {
          throw new IllegalArgumentException("it is nested more than " + DEPTH_MAX + " levels");
        }
        out.append(next);
      }
      at = end;
    }
    return out.toString();
  }

  private static int endOf(String text, String mark, int from, int more) {
    var found = text.indexOf(mark, from);
    return found < 0 ? text.length() : found + more;
  }

  private static int endOfString(String text, int from) {
    for (int at = from + 1; at < text.length(); at++) {
      if (text.charAt(at) == '\\') {
        at++;
      } else if (text.charAt(at) == text.charAt(from) || text.charAt(at) == '\n') {
        return at + 1;
      }
    }
    return text.length();
  }
}
