package dev.weft.classification;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.InetAddressValidator;

/** Where people and their machines are reached: email, phone, IP and hardware addresses. */
final class ContactsInText implements TextScan.Locator {
  private static final Pattern EMAIL =
      Pattern.compile(
          "(?<![A-Za-z0-9._%+'/-])[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@(?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,24}"
              + "(?![A-Za-z0-9@]|:[A-Za-z])");
  private static final Pattern PHONE_AFTER_WORD =
      Pattern.compile(
          "(?i)\\b(?:tel(?:efon|ephone|efono|éphone)?|phone|mobile|mobil|handy|cell|fax|call|whatsapp"
              + "|ring|rufnummer|portable|móvil)(?: ?(?:no|nr|number|nummer|is|me at|me on|us at|at|on|unter))?"
              + "[.:]{0,2} {0,2}(\\(?[0-9][0-9 ()/.-]{5,20}[0-9])(?![0-9A-Za-z])");
  private static final Pattern AMERICAN =
      Pattern.compile(
          "(?<![0-9A-Za-z.-])(?:\\([2-9][0-9]{2}\\) ?|[2-9][0-9]{2}[.-])[2-9][0-9]{2}[.-][0-9]{4}(?![0-9A-Za-z-])");
  private static final Pattern IPV4 =
      Pattern.compile("(?<![0-9A-Za-z.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9A-Za-z]|\\.[0-9])");
  private static final Pattern VERSION =
      Pattern.compile("(?i)(?:version|release|firmware|build|v)[ :]?$");
  private static final Pattern MAC =
      Pattern.compile("(?<![0-9A-Za-z:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![0-9A-Za-z:-])");
  private static final int PHONE_TRIES = 1_000;

  private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

  @Override
  public void find(String text, List<Located> found) {
    if (text.indexOf('@') >= 0) {
      all(EMAIL, 0, text, "pii.email", 0.97, "email addresses", found);
    }
    if (text.indexOf('+') >= 0) {
      for (var match : numbers.findNumbers(text, null, Leniency.VALID, PHONE_TRIES)) {
        found.add(
            new Located(
                "pii.phone", match.start(), match.rawString().length(), 0.93, "phone numbers"));
      }
    }
    if (text.chars().anyMatch(c -> c >= '0' && c <= '9')) {
      all(PHONE_AFTER_WORD, 1, text, "pii.phone", 0.8, "phone numbers", found);
      all(AMERICAN, 0, text, "pii.phone", 0.75, "phone numbers", found);
      machines(text, found);
    }
  }

  private static void machines(String text, List<Located> found) {
    all(MAC, 0, text, "pii.mac", 0.9, "hardware addresses", found);
    var addresses = IPV4.matcher(text);
    while (addresses.find()) {
      var before = text.substring(Math.max(0, addresses.start() - 10), addresses.start());
      if (InetAddressValidator.getInstance().isValidInet4Address(addresses.group())
          && !VERSION.matcher(before).find()) {
        found.add(
            new Located(
                "pii.ip",
                addresses.start(),
                addresses.end() - addresses.start(),
                0.85,
                "IP addresses"));
      }
    }
  }

  static void all(
      Pattern pattern,
      int group,
      String text,
      String tag,
      double confidence,
      String noun,
      List<Located> found) {
    var matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(
          new Located(
              tag,
              matcher.start(group),
              matcher.end(group) - matcher.start(group),
              confidence,
              noun));
    }
  }
}
