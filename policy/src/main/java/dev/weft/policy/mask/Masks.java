package dev.weft.policy.mask;

import dev.weft.spi.Mask;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * The masks of one mesh, made once and shared: safe for any thread.
 *
 * <p>Hashes and key tokens are keyed with the mesh's secret. Without it nobody can try out all
 * phone numbers; with it equal values give equal hashes in every product, so that they join.
 */
public final class Masks {
  private static final int SECRET_BYTES_MIN = 16;

  private final Map<MaskKind, Map<ValueType, Mask>> masks = new EnumMap<>(MaskKind.class);

  /** Takes a secret of at least 16 bytes; another secret gives other hashes and tokens. */
  public Masks(byte[] secret) {
    if (secret.length < SECRET_BYTES_MIN) {
      throw new IllegalArgumentException("the secret for masks needs at least 16 bytes");
    }
    var root = new KeyedHash(secret);
    var values = new KeyedHash(root.of("weft: hash of a value".getBytes(StandardCharsets.UTF_8)));
    var keys = new KeyedHash(root.of("weft: token of a key".getBytes(StandardCharsets.UTF_8)));
    for (var kind : MaskKind.values()) {
      var byType = new EnumMap<ValueType, Mask>(ValueType.class);
      for (var type : ValueType.values()) {
        byType.put(type, new ScalarMask(kind, TextMask.of(kind, type, values), values, keys));
      }
      masks.put(kind, byType);
    }
  }

  /** The mask that a rule asks for, for a field of this type. */
  public Mask of(MaskOrder order, String logicalType) {
    return of(order.kind().filter(MaskKind::isNamed).orElse(MaskKind.REDACT), logicalType);
  }

  /**
   * The mask for a field.
   *
   * @param logicalType as ODCS names it ({@code date}, {@code string}, ...): a masked date is a
   *     date. Unknown words count as string.
   */
  public Mask of(MaskKind kind, String logicalType) {
    return masks.get(kind).get(ValueType.of(logicalType));
  }
}
