package dev.weft.classification;

import java.math.BigInteger;
import java.util.Locale;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;
import org.apache.commons.validator.routines.checkdigit.VerhoeffCheckDigit;

/** The arithmetic that identifiers have in common. Texts are digits only unless it says else. */
final class CheckDigits {
  private CheckDigits() {}

  /** Value of the n-th digit. */
  static int digit(String digits, int n) {
    return digits.charAt(n) - '0';
  }

  /** Whether a rule holds that documents name; the last characters are the check digits. */
  static boolean holds(String rule, String bare) {
    var digitsOnly = digits(bare) == bare.length();
    return switch (rule) {
      case "luhn" -> digitsOnly && luhn(bare);
      case "verhoeff" -> digitsOnly && VerhoeffCheckDigit.VERHOEFF_CHECK_DIGIT.isValid(bare);
      case "mod97" ->
          digitsOnly && new BigInteger(bare).mod(BigInteger.valueOf(97)).intValue() == 1;
      case "mod11-10" -> digitsOnly && mod11And10(bare);
      case "mod11-2" -> digits(bare) >= bare.length() - 1 && mod11And2(bare);
      case "ean13" -> digitsOnly && bare.length() == 13 && ean13(bare);
      default -> throw new IllegalArgumentException("no rule of check digits is called " + rule);
    };
  }

  /** Sum of the first digits, each times its weight. */
  static int weighed(String digits, int... weights) {
    var sum = 0;
    for (var i = 0; i < weights.length; i++) {
      sum += digit(digits, i) * weights[i];
    }
    return sum;
  }

  static boolean luhn(String digits) {
    return LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(digits);
  }

  /** ISO/IEC 7064, MOD 11,10: one check digit at the end. */
  static boolean mod11And10(String digits) {
    var product = 10;
    for (var i = 0; i < digits.length() - 1; i++) {
      var sum = (digit(digits, i) + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (11 - product) % 10 == digit(digits, digits.length() - 1);
  }

  /** ISO/IEC 7064, MOD 11-2: the last character is a digit or X. */
  static boolean mod11And2(String text) {
    var remainder = 0;
    for (var i = 0; i < text.length() - 1; i++) {
      remainder = (remainder + digit(text, i)) * 2 % 11;
    }
    var check = (12 - remainder) % 11;
    return text.charAt(text.length() - 1) == (check == 10 ? 'X' : (char) ('0' + check));
  }

  /** EAN-13 of the GS1 general specifications. */
  static boolean ean13(String digits) {
    var sum = weighed(digits, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3);
    return (10 - sum % 10) % 10 == digit(digits, 12);
  }

  /**
   * The check digits of ICAO Doc 9303, part 3: weights 7, 3, 1 over digits, letters and fillers.
   */
  static boolean icao(String text, char check) {
    var sum = 0;
    for (var i = 0; i < text.length(); i++) {
      var value = text.charAt(i) == '<' ? 0 : Character.digit(text.charAt(i), 36);
      sum += value * new int[] {7, 3, 1}[i % 3];
    }
    return check == '<' ? sum == 0 : sum % 10 == check - '0';
  }

  /** Whether year (two digits will do), month and day could be a date. */
  static boolean date(String month, String day) {
    var m = Integer.parseInt(month);
    var d = Integer.parseInt(day);
    return m >= 1 && m <= 12 && d >= 1 && d <= 31;
  }

  /** How many digits a text has. */
  static int digits(String text) {
    var count = 0;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      count += c >= '0' && c <= '9' ? 1 : 0;
    }
    return count;
  }

  /** As identifiers are compared: capital letters and digits, no gaps. */
  static String bare(String value) {
    var bare = new StringBuilder(value.length());
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c != ' ' && c != '.' && c != '-' && c != '/' && c != '\u00a0') {
        bare.append(c);
      }
    }
    return bare.toString().toUpperCase(Locale.ROOT);
  }
}
