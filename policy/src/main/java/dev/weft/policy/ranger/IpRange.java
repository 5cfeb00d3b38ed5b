package dev.weft.policy.ranger;

import dev.weft.policy.rules.Asked;
import dev.weft.policy.rules.Condition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The client's address is one of these; stars at the end stand for any parts. */
final class IpRange implements Condition {
  private static final Pattern ALL = Pattern.compile("^((\\*(\\.\\*)*)|(\\*(:\\*)*))$");
  private static final Pattern END_4 = Pattern.compile("(\\.\\*)+$");
  private static final Pattern END_6 = Pattern.compile("(:\\*)+$");

  private final Set<String> exact = new HashSet<>();
  private final List<String> beginnings = new ArrayList<>();
  private boolean any;

  IpRange(List<String> values) {
    any = values.isEmpty() || values.contains("*");
    for (var value : values) {
      var bare = withoutStars(value);
      if (bare.isEmpty()) {
        any = true;
      } else if (bare.equals(value)) {
        exact.add(value);
      } else {
        beginnings.add(bare);
      }
    }
  }

  private static String withoutStars(String value) {
    if (ALL.matcher(value).matches()) {
      return "";
    }
    return value.contains(".")
        ? END_4.matcher(value).replaceFirst(".")
        : END_6.matcher(value).replaceFirst(":").toLowerCase(Locale.ROOT);
  }

  /** A request that has no address is not kept out. */
  @Override
  public boolean holds(Asked asked) {
    return any || asked.request().where().ip().map(this::isAmong).orElse(true);
  }

  private boolean isAmong(String ip) {
    var folded = ip.toLowerCase(Locale.ROOT);
    return beginnings.stream().anyMatch(one -> ip.startsWith(one) || folded.startsWith(one))
        || exact.contains(ip.contains(".") ? ip : folded);
  }
}
