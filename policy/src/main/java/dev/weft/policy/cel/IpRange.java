package dev.weft.policy.cel;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;

/** Ranges of IP addresses, {@code 10.0.0.0/8}, version 4 and 6. Nothing is looked up by name. */
final class IpRange {
  private IpRange() {}

  /**
   * Whether the address lies in the range; one of the other version does not.
   *
   * @throws IllegalArgumentException when either is not in numbers
   */
  static boolean contains(String address, String range) {
    var slash = range.indexOf('/');
    var network = InetAddresses.forString(slash < 0 ? range : range.substring(0, slash));
    var bits = network.getAddress().length * 8;
    var prefix = slash < 0 ? bits : Integer.parseInt(range.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("'" + range + "' is no range of addresses");
    }
    var asked = InetAddresses.forString(address);
    return asked.getAddress().length == network.getAddress().length
        && sharePrefix(asked, network, prefix);
  }

  private static boolean sharePrefix(InetAddress one, InetAddress other, int bits) {
    var left = one.getAddress();
    var right = other.getAddress();
    for (var bit = 0; bit < bits; bit++) {
      var mask = 0x80 >> (bit % 8);
      if ((left[bit / 8] & mask) != (right[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
