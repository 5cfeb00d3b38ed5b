package dev.weft.server.parameters;

import dev.weft.model.ResourceKey;
import java.util.Map;
import java.util.TreeMap;

/** Binds values to what declares them, secrets encrypted, and opens them again. */
final class SealedValues {
  private final SecretBox box;

  SealedValues(SecretBox box) {
    this.box = box;
  }

  /** What somebody gives; a secret is encrypted whatever the declaration says. */
  record Given(Map<String, String> plain, Map<String, String> secrets) {}

  /**
   * The values as they were, with those given set anew that are declared. A parameter declared
   * sensitive is encrypted however it was given.
   *
   * @param declared name to whether it is sensitive
   */
  BoundValues bind(
      ResourceKey owner, Map<String, Boolean> declared, BoundValues before, Given given) {
    var plain = new TreeMap<>(before.plain());
    var secrets = new TreeMap<>(before.secrets());
    declared.forEach(
        (name, sensitive) -> {
          var secret = given.secrets().containsKey(name) || sensitive;
          var value = given.secrets().getOrDefault(name, given.plain().get(name));
          if (value == null) {
            return;
          }
          plain.remove(name);
          secrets.remove(name);
          if (secret) {
            secrets.put(name, keep(before, owner, name, value));
          } else {
            plain.put(name, value);
          }
        });
    return new BoundValues(plain, secrets);
  }

  /** The secret in clear; throws IllegalStateException when the key file is another. */
  String open(ResourceKey owner, BoundValues bound, String name) {
    return box.open(place(owner, name), bound.secrets().get(name));
  }

  /**
   * The same secret keeps its ciphertext, so that applying it again changes nothing. One that
   * another key file has encrypted is replaced: setting it again is the way out.
   */
  private String keep(BoundValues before, ResourceKey owner, String name, String value) {
    var place = place(owner, name);
    var ciphertext = before.secrets().get(name);
    return ciphertext != null && box.holds(place, ciphertext, value)
        ? ciphertext
        : box.seal(place, value);
  }

  private static String place(ResourceKey owner, String parameter) {
    return owner + "#" + parameter;
  }
}
