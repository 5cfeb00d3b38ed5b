package dev.weft.server.operations;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose a consumer group is, by its name on the broker: the gateway puts the principal before the
 * client's name.
 *
 * @param principal as people write it: {@code ada}, {@code product:sales}
 */
public record BrokerGroup(String principal, String group) {
  private static final Pattern NAME = Pattern.compile("door~([a-z]+)~([^~]*)~(.*)");
  private static final int HEX = 16;

  /** Empty for a group that did not come through the gateway. */
  public static Optional<BrokerGroup> of(String name) {
    var parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var who = unescaped(parts.group(2));
    var principal = parts.group(1).equals("user") ? who : parts.group(1) + ":" + who;
    return Optional.of(new BrokerGroup(principal, parts.group(3)));
  }

  private static String unescaped(String text) {
    var bytes = new ByteArrayOutputStream();
    for (var i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%' && i + 2 < text.length()) {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), HEX));
        i += 2;
      } else {
        bytes.write(text.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
