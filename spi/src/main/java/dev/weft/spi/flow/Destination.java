package dev.weft.spi.flow;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A place outside of the mesh that a processor sends to, as policies name it: {@code
 * https://host:443}, {@code sftp://host:22/folder}, {@code s3://bucket}, {@code
 * jdbc:postgresql://host:5432/database}, {@code kafka://host:9092/topic}, {@code mailto:domain},
 * {@code file:/folder}. Ports are always there, hosts are in small letters. It holds no user,
 * password or parameter.
 *
 * @param place {@value #ANY} stands in it for what only a record says, or nobody; what cannot be
 *     written as a place is {@value #UNKNOWN}
 * @param setting of which setting of the processor it comes; empty for all of it
 */
public record Destination(String place, String setting) {
  /** What nobody knows in a place. */
  public static final String ANY = "*";

  /** Nothing is known of where it sends to. */
  public static final String UNKNOWN = "unknown";

  private static final int LENGTH_MAX = 500;
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9_]([a-z0-9._-]*[a-z0-9_-])?|\\[[0-9a-f:.]+]");
  private static final Pattern UNUSUAL = Pattern.compile("[\\s\\p{Cntrl}]");
  private static final Set<String> STEPS = Set.of(".", "..");

  public Destination {
    if (place.isEmpty() || place.length() > LENGTH_MAX || UNUSUAL.matcher(place).find()) {
      place = UNKNOWN;
    }
  }

  /** Where the controller services of a flow send to. */
  public interface Services {
    /**
     * Of the service of this name; unknown when the flow has none or its settings are not known.
     */
    List<Destination> of(String service);
  }

  /** Nothing is known of where it sends to. */
  public static Destination unknown(String setting) {
    return new Destination(UNKNOWN, setting);
  }

  /** A host and port; unknown when that is no name or address of one. */
  public static Destination host(String scheme, String host, int port, String setting) {
    var small = String.valueOf(host).toLowerCase(Locale.ROOT);
    var bare = small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
    var known = bare.chars().filter(each -> each == ':').count() > 1 && !bare.startsWith("[");
    var written = known ? "[" + bare + "]" : bare;
    return HOST.matcher(written).matches()
        ? new Destination(scheme + "://" + written + ":" + port, setting)
        : unknown(setting);
  }

  /**
   * A folder, topic or the like of it. Where a path goes that has steps such as {@code ..} in it,
   * nobody knows.
   */
  public Destination below(String path) {
    if (place.equals(UNKNOWN)) {
      return this;
    }
    var rest = path.startsWith("/") ? path.substring(1) : path;
    var winds = Stream.of(rest.split("/")).anyMatch(STEPS::contains);
    return new Destination(place + "/" + (winds ? ANY : rest), setting);
  }

  /** The same, as it comes of another setting: of the one that names a service. */
  public Destination of(String other) {
    return new Destination(place, other);
  }

  /** Whether nothing is known of it. */
  public boolean isUnknown() {
    return place.equals(UNKNOWN);
  }
}
