package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.List;
import java.util.regex.Pattern;

/** Finds hardware addresses of devices, which follow their owners: {@code pii.mac} (IEEE 802). */
public final class MacClassifier implements Classifier {
  static final Pattern ADDRESS =
      Pattern.compile(
          "(?i)[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\\1[0-9a-f]{2}){4}(?:\\1[0-9a-f]{2}){0,2}"
              + "|[0-9a-f]{4}\\.[0-9a-f]{4}\\.[0-9a-f]{4}");
  private static final Pattern BARE = Pattern.compile("(?i)[0-9a-f]{12}");
  private static final Hint HINT =
      Hint.of(
          "mac macs macaddress macaddr hwaddr hardwareaddress ethernetaddress bssid physicaladdress"
              + " wifimac macadresse adressemac",
          "os book vendor machine pro");
  private static final Weighed MAC = new Weighed("pii.mac", "hardware address");

  @Override
  public List<Finding> classify(Candidate candidate) {
    if (!Types.mayBeText(candidate.type())) {
      return List.of();
    }
    return HINT.inName(candidate.path())
        ? MAC.named(
            Tally.of(
                candidate.values(),
                "hardware addresses",
                value -> ADDRESS.matcher(value).matches() || BARE.matcher(value).matches()))
        : MAC.unnamed(
            Tally.of(
                candidate.values(),
                "hardware addresses",
                value -> ADDRESS.matcher(value).matches()),
            0.95,
            0.5);
  }
}
