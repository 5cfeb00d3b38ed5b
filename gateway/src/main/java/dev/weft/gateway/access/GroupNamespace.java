package dev.weft.gateway.access;

import dev.weft.model.PrincipalId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps the consumer groups and transactional ids of principals apart on the broker: each name gets
 * a prefix that only this principal's connections can produce.
 *
 * <p>The prefix is {@code door~TYPE~NAME~}. The name is written with letters, digits, {@code _} and
 * {@code -} only, everything else as {@code %XX}, so that it never holds the {@code ~} that ends it
 * and no two principals share a prefix, whatever they call their groups.
 */
public final class GroupNamespace {
  private final String prefix;
  private final String own;

  public GroupNamespace(PrincipalId principal) {
    this(principal, "");
  }

  /** {@code own} is one name that is the same on both sides; empty: there is none. */
  public GroupNamespace(PrincipalId principal, String own) {
    this.own = own;
    this.prefix =
        "door~"
            + principal.type().name().toLowerCase(Locale.ROOT)
            + "~"
            + escaped(principal.name())
            + "~";
  }

  /** The name on the broker. */
  public String outward(String name) {
    return isOwn(name) ? name : prefix + name;
  }

  private boolean isOwn(String name) {
    return !own.isEmpty() && own.equals(name);
  }

  /** The client's name for a name on the broker; empty when it belongs to somebody else. */
  public Optional<String> inward(String name) {
    if (isOwn(name)) {
      return Optional.of(name);
    }
    return name.startsWith(prefix)
        ? Optional.of(name.substring(prefix.length()))
        : Optional.empty();
  }

  /** A text that may hold names on the broker, with the client's names instead. */
  public String cleaned(String text) {
    return text.replace(prefix, "");
  }

  private static String escaped(String name) {
    var text = new StringBuilder(name.length());
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      var character = (char) (each & 0xff);
      if (isPlain(character)) {
        text.append(character);
      } else {
        text.append(String.format(Locale.ROOT, "%%%02X", (int) character));
      }
    }
    return text.toString();
  }

  private static boolean isPlain(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '_'
        || character == '-';
  }
}
