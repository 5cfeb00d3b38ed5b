package dev.weft.flow;

import dev.weft.model.Contract;
import dev.weft.model.DataRecord;
import dev.weft.spi.RecordCheck;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Holds records against a port: its contract, its key, and the largest size. The one place that
 * says which records a port does not take, in a flow that runs and in one that is tested. For one
 * thread.
 */
final class PortCheck {
  private final String processor;
  private final RecordCheck check;
  private final RecordKeys keys;
  private final UnaryOperator<DataRecord> seal;
  private final JsonBytes json = new JsonBytes();

  /** A record as the port would hold it, or why the port does not take it. */
  static final class Checked {
    private final byte[] key;
    private final byte[] value;
    private final Rejection rejection;

    private Checked(byte[] key, byte[] value, Rejection rejection) {
      this.key = key;
      this.value = value;
      this.rejection = rejection;
    }

    /** Null when records have none, or it is not known. */
    byte[] key() {
      return key;
    }

    byte[] value() {
      return value;
    }

    Optional<Rejection> rejection() {
      return Optional.ofNullable(rejection);
    }
  }

  /**
   * For the processor that publishes.
   *
   * @param keyFields the fields of the key; empty for those of the contract
   * @param seal encrypts what the port holds encrypted, once the record is found to be right
   */
  PortCheck(
      String processor,
      Contract contract,
      RecordCheck.Factory checks,
      List<String> keyFields,
      UnaryOperator<DataRecord> seal) {
    this.seal = seal;
    this.processor = processor;
    this.check = checks.of(contract);
    this.keys = new RecordKeys(keyFields.isEmpty() ? contract.primaryKey() : keyFields);
  }

  static Rejection bytes(String processor) {
    return new Rejection("type", "A port takes records; put a ConvertRecord before it.", processor);
  }

  /** Key and value together may have so many bytes. */
  Checked check(DataRecord record, int bytesMax) {
    var value = json.of(record);
    var violations = check.check(record);
    if (!violations.isEmpty()) {
      return new Checked(null, value, Rejection.of(violations, processor));
    }
    var missing = keys.missing(record);
    if (missing.isPresent()) {
      var reason = "'" + missing.get() + "' is the key and has no value.";
      return new Checked(null, value, new Rejection("key", reason, processor));
    }
    var key = keys.isKeyed() ? keys.of(record) : null;
    var size = value.length + (key == null ? 0 : key.length);
    if (size > bytesMax) {
      var reason = "It has " + size + " bytes; at most " + bytesMax + " are allowed.";
      return new Checked(key, value, new Rejection("too-large", reason, processor));
    }
    var sealed = seal.apply(record);
    return new Checked(key, sealed.equals(record) ? value : json.of(sealed), null);
  }
}
