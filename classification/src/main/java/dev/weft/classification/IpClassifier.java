package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.InetAddressValidator;

/** Finds addresses of single machines on a network, IPv4 and IPv6: {@code pii.ip}. */
public final class IpClassifier implements Classifier {
  private static final Pattern MAY_BE =
      Pattern.compile(
          "\\[?[0-9A-Fa-f]{0,4}[.:][0-9A-Fa-f.:]{2,45}(?:%[0-9a-z]{1,10})?]?(?::[0-9]{1,5})?");
  private static final Pattern PORT =
      Pattern.compile("^\\[?(.+?)]?(?:(?<=[0-9.]{7}|]):[0-9]{1,5})?$");
  private static final Hint HINT =
      Hint.of(
          "ip ips ipaddress ipaddr ipv4 ipv6 ipadresse adresseip direccionip remoteaddr"
              + " remoteaddress clientaddr srcip dstip sourceip xforwardedfor",
          "country city region range location geo rating");

  /** Their values, such as 1.2.3.4, have the form of an address. */
  private static final Hint NUMBERED =
      Hint.of("version release build firmware oid chapter section revision schema", "");

  private static final Weighed IP = new Weighed("pii.ip", "IP address");

  private final InetAddressValidator validator = new InetAddressValidator();

  @Override
  public List<Finding> classify(Candidate candidate) {
    var addresses = Tally.of(candidate.values(), "IP addresses", this::isAddress);
    if (HINT.inName(candidate.path()) && Types.mayBeText(candidate.type())) {
      return IP.named(addresses);
    }
    return Words.of(candidate.path()).sayAny(NUMBERED.phrases())
        ? List.of()
        : IP.unnamed(addresses, 0.9, 0.5);
  }

  private boolean isAddress(String value) {
    if (!MAY_BE.matcher(value).matches()) {
      return false;
    }
    var parts = PORT.matcher(value);
    return parts.matches() && validator.isValid(parts.group(1));
  }
}
