package dev.weft.policy.mask;

import dev.weft.spi.Mask;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The masks of one mesh: safe for any thread.
 *
 * <p>Hashes and key tokens are keyed with the mesh's secret. Without it nobody can try out all
 * phone numbers; with it equal values give equal hashes in every product, so that they join.
 */
public final class Masks {
  private static final int SECRET_BYTES_MIN = 16;
  private static final String RANGERS_NUMBER = "-11111";
  private static final int MONTHS_OF_A_YEAR = 12;
  private static final int MONTHS_OF_A_QUARTER = 3;

  private final KeyedHash values;
  private final KeyedHash keys;
  private final MaskExpressions expressions = new MaskExpressions();
  private final Map<MaskKind, Map<ValueType, Mask>> plain = new EnumMap<>(MaskKind.class);

  /** Takes a secret of at least 16 bytes; another secret gives other hashes and tokens. */
  public Masks(byte[] secret) {
    if (secret.length < SECRET_BYTES_MIN) {
      throw new IllegalArgumentException("the secret for masks needs at least 16 bytes");
    }
    var root = new KeyedHash(secret);
    values = new KeyedHash(root.of("weft: hash of a value".getBytes(StandardCharsets.UTF_8)));
    keys = new KeyedHash(root.of("weft: token of a key".getBytes(StandardCharsets.UTF_8)));
    for (var kind : MaskKind.values()) {
      var byType = new EnumMap<ValueType, Mask>(ValueType.class);
      for (var type : ValueType.values()) {
        byType.put(type, scalar(kind, FieldType.of(type.name().toLowerCase(Locale.ROOT))));
      }
      plain.put(kind, byType);
    }
  }

  /** The expressions of masks, to check them before they are used. */
  public MaskExpressions expressions() {
    return expressions;
  }

  /**
   * The mask that a rule asks for.
   *
   * @param type what the contract says of the field: masked values keep it
   * @param user what expressions see as {@code user}
   */
  public Mask of(MaskOrder order, FieldType type, Map<String, Object> user) {
    var kind = order.kind().orElse(MaskKind.REDACT);
    return switch (kind) {
      case GENERALISE -> generalised(order, type);
      case EXPRESSION -> {
        var redact = of(MaskKind.REDACT, type);
        yield order
            .choice()
            .expression()
            .flatMap(expressions::find)
            .<Mask>map(formula -> new ComputedMask(formula, user, type, redact))
            .orElse(redact);
      }
      default -> order.compat() ? compat(kind, type) : of(kind, type);
    };
  }

  /** Where Ranger says nothing of a type, Weft's own mask. */
  private Mask compat(MaskKind kind, FieldType type) {
    var number =
        NumberMask.constant(kind == MaskKind.REDACT ? RANGERS_NUMBER : type.hiddenNumber());
    return switch (kind) {
      case REDACT -> new ScalarMask(kind, CompatText.stars(), number, keys);
      case SHOW_FIRST_4 -> new ScalarMask(kind, CompatText.showFirst(), number, keys);
      case SHOW_LAST_4 -> new ScalarMask(kind, CompatText.showLast(), number, keys);
      case HASH -> new ScalarMask(kind, CompatText.hash(), NumberMask.hashed(values), keys);
      case DATE_SHOW_YEAR -> new ScalarMask(kind, CompatText.year(), number, keys);
      default -> of(kind, type);
    };
  }

  /** A mask that its name describes. */
  public Mask of(MaskKind kind, FieldType type) {
    return type.options().isEmpty() ? plain.get(kind).get(type.values()) : scalar(kind, type);
  }

  /** A mask that its name describes, for a field about which only its type is known. */
  public Mask of(MaskKind kind, String logicalType) {
    return of(kind, FieldType.of(logicalType));
  }

  private Mask scalar(MaskKind kind, FieldType type) {
    var numbers =
        kind == MaskKind.HASH || kind == MaskKind.TOKEN
            ? NumberMask.hashed(values)
            : NumberMask.constant(type.hiddenNumber());
    return new ScalarMask(kind, texts(kind, type), numbers, keys);
  }

  /** A part of a date or a time is neither, so temporal types show nothing but the year. */
  private TextMask texts(MaskKind kind, FieldType type) {
    var hidden = TextMask.constant(type.hiddenText());
    var isText = type.values() == ValueType.TEXT;
    return switch (kind) {
      case SHOW_FIRST_4 -> isText ? new ShowFour(true, hidden) : hidden;
      case SHOW_LAST_4 -> isText ? new ShowFour(false, hidden) : hidden;
      case HASH -> new HashedText(values, type.values(), type.lengthMax());
      case TOKEN ->
          isText
              ? new TokenText(keys, type.lengthMax())
              : new HashedText(values, type.values(), type.lengthMax());
      case DATE_SHOW_YEAR -> dates(type, hidden, MONTHS_OF_A_YEAR);
      case REDACT, NULL, NONE, GENERALISE, EXPRESSION -> hidden;
    };
  }

  private Mask generalised(MaskOrder order, FieldType type) {
    var hidden = TextMask.constant(type.hiddenText());
    var texts =
        order
            .choice()
            .date()
            .map(
                period ->
                    switch (period) {
                      case "month" -> dates(type, hidden, 1);
                      case "quarter" -> dates(type, hidden, MONTHS_OF_A_QUARTER);
                      default -> dates(type, hidden, MONTHS_OF_A_YEAR);
                    })
            .orElse(hidden);
    var numbers =
        order
            .choice()
            .step()
            .filter(step -> step.signum() > 0)
            .map(NumberMask::stepped)
            .orElse(NumberMask.constant(type.hiddenNumber()));
    return new ScalarMask(MaskKind.GENERALISE, texts, numbers, keys);
  }

  private static TextMask dates(FieldType type, TextMask hidden, int months) {
    return type.values() == ValueType.TIME ? hidden : new DateStart(hidden, months);
  }
}
