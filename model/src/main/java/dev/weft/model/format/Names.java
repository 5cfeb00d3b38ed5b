package dev.weft.model.format;

import static dev.weft.model.format.Shapes.matching;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import java.util.regex.Pattern;

/** What may be a name. Names become topics, addresses and keys of the log. */
final class Names {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern PERSON = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}");
  private static final Pattern CONTRACT = Pattern.compile("[\\x21-\\x7E]{1,200}");

  private Names() {}

  /** One half of a topic's name: a product, or a port. */
  static Shape part() {
    return matching(
        PART,
        "bad-name",
        "a name",
        "Use up to 100 letters, digits, '_' and '-', first a letter or digit.");
  }

  static Shape name() {
    return matching(
        NAME,
        "bad-name",
        "a name",
        "Use up to 100 letters, digits, '.', '_' and '-', first a letter or digit.");
  }

  static Shape person() {
    var shape =
        matching(
            PERSON,
            "bad-name",
            "a user's name",
            "Use up to 100 letters, digits and '.', '_', '-', '@', '+'.");
    return (node, at) -> {
      shape.check(node, at);
      if (node.asText().equals(PrincipalId.WEFT.name())) {
        at.value("bad-name", "'weft' is what Weft calls itself.", "Choose another name.");
      }
    };
  }

  /** The standard allows any text; ours also has to fit into an address and a log line. */
  static Shape contractId() {
    return matching(
        CONTRACT, "bad-id", "an identifier", "Use up to 200 visible characters without spaces.");
  }

  /** {@code product.port}. */
  static Shape port() {
    return Shapes.text(
        text -> PortName.parse(text).isPresent(),
        "bad-port",
        "is not a port's name",
        "Write it as product.port.");
  }
}
