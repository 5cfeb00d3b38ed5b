package dev.weft.server.identity.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;

/**
 * The attribute that says for good which entry one is. Active Directory's {@code objectGUID} is 16
 * bytes, the first half of them from the small end: it is read and asked for as the text that its
 * own tools show.
 */
record EntryId(String attribute) {
  private static final String GUID = "objectGUID";
  private static final int GUID_BYTES = 16;

  private boolean isGuid() {
    return attribute.equalsIgnoreCase(GUID);
  }

  /** The id of an entry; empty when it has none. */
  String of(SearchResultEntry entry) {
    return isGuid()
        ? Optional.ofNullable(entry.getAttributeValueBytes(attribute))
            .filter(bytes -> bytes.length == GUID_BYTES)
            .map(EntryId::text)
            .orElse("")
        : Optional.ofNullable(entry.getAttributeValue(attribute)).orElse("");
  }

  /** Finds the entry of this id. */
  Filter filter(String id) {
    return isGuid()
        ? Filter.createEqualityFilter(attribute, bytes(id))
        : Filter.createEqualityFilter(attribute, id);
  }

  private static String text(byte[] bytes) {
    var small = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    var most =
        ((long) small.getInt() << 32)
            | (Short.toUnsignedLong(small.getShort()) << 16)
            | Short.toUnsignedLong(small.getShort());
    return new UUID(most, small.order(ByteOrder.BIG_ENDIAN).getLong()).toString();
  }

  private static byte[] bytes(String text) {
    try {
      var id = UUID.fromString(text);
      var most = id.getMostSignificantBits();
      return ByteBuffer.allocate(GUID_BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt((int) (most >>> 32))
          .putShort((short) (most >>> 16))
          .putShort((short) most)
          .order(ByteOrder.BIG_ENDIAN)
          .putLong(id.getLeastSignificantBits())
          .array();
    } catch (IllegalArgumentException e) {
      return new byte[GUID_BYTES]; // Of another attribute, from before: nobody's.
    }
  }
}
