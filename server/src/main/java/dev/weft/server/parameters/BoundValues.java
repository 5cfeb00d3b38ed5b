package dev.weft.server.parameters;

import java.util.Map;

/**
 * What was bound to one flow or context on this mesh, by name.
 *
 * @param plain as text
 * @param secrets as ciphertext
 */
public record BoundValues(Map<String, String> plain, Map<String, String> secrets) {
  public static final BoundValues NOTHING = new BoundValues(Map.of(), Map.of());

  public BoundValues {
    plain = plain == null ? Map.of() : Map.copyOf(plain);
    secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
  }

  public boolean has(String parameter) {
    return plain.containsKey(parameter) || secrets.containsKey(parameter);
  }

  @Override
  public String toString() {
    return "bound " + plain.keySet() + " and secrets " + secrets.keySet();
  }
}
