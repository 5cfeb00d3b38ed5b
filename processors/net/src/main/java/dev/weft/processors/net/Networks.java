package dev.weft.processors.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Networks that may send, as CIDR writes them; RFC 4632 and 4291. */
final class Networks {
  private record Network(InetAddress first, int bits) {
    boolean contains(byte[] other) {
      var address = first.getAddress();
      if (other.length != address.length) {
        return false;
      }
      for (var bit = 0; bit < bits; bit++) {
        var mask = 0x80 >> bit % 8;
        if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Network> networks = new ArrayList<>();

  /** Of texts such as {@code 10.0.0.0/8}, {@code ::1} or {@code 192.168.1.7}. */
  Networks(List<String> texts) {
    for (var text : texts) {
      networks.add(network(text));
    }
  }

  /** Refuses what is no network. */
  static void check(List<String> texts) {
    texts.forEach(Networks::network);
  }

  private static Network network(String text) {
    var parts = text.split("/", 2);
    try {
      if (!parts[0].matches("[0-9a-fA-F.:]+")) {
        throw refused(text);
      }
      var address = InetAddress.getByName(parts[0]);
      var most = address.getAddress().length * 8;
      var bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
      if (bits < 0 || bits > most) {
        throw refused(text);
      }
      return new Network(address, bits);
    } catch (UnknownHostException | NumberFormatException e) {
      throw refused(text);
    }
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "senders must be networks such as 10.0.0.0/8, not '" + text + "'");
  }

  /** Loopback may always send. */
  boolean allow(InetAddress sender) {
    return sender.isLoopbackAddress()
        || networks.stream().anyMatch(each -> each.contains(sender.getAddress()));
  }
}
