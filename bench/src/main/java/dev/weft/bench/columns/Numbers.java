package dev.weft.bench.columns;

import java.util.Random;

/**
 * Numbers made by the rules that their authorities publish, where no library makes them: UK
 * national insurance numbers, German Steuer-IDs, Spanish DNIs, Dutch BSNs, Indian Aadhaars, Italian
 * codici fiscali, Belgian register numbers, Swiss AHV numbers, and cards.
 */
final class Numbers {
  private static final int[][] VERHOEFF_D = new int[10][10];
  private static final int[] VERHOEFF_P = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

  static {
    // The dihedral group of the pentagon: rotations 0 to 4, reflections 5 to 9.
    for (var a = 0; a < 10; a++) {
      for (var b = 0; b < 10; b++) {
        VERHOEFF_D[a][b] =
            a < 5
                ? b < 5 ? (a + b) % 5 : 5 + (a + b) % 5
                : b < 5 ? 5 + Math.floorMod(a - b, 5) : Math.floorMod(a - b, 5);
      }
    }
  }

  private final Random random;

  Numbers(Random random) {
    this.random = random;
  }

  String nino() {
    return "" + of("ABCEGHJKLMPRSTWXYZ") + of("ABCEHJLMPRSWXYZ") + digits(6) + of("ABCD");
  }

  String dni() {
    var number = digits(8);
    return number + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(number) % 23);
  }

  String bsn() {
    while (true) {
      var number = "1" + digits(7);
      var sum = 0;
      for (var i = 0; i < 8; i++) {
        sum += (9 - i) * (number.charAt(i) - '0');
      }
      if (sum % 11 < 10) {
        return number + sum % 11;
      }
    }
  }

  /** Nine different digits of which one comes twice, and the check digit. */
  String steuerId() {
    var pool = new StringBuilder("0123456789");
    var number = new StringBuilder();
    pool.deleteCharAt(random.nextInt(10));
    while (!pool.isEmpty()) {
      var at = random.nextInt(pool.length());
      number.append(pool.charAt(at));
      pool.deleteCharAt(at);
    }
    number.insert(random.nextInt(10), number.charAt(random.nextInt(9)));
    if (number.charAt(0) == '0') {
      return steuerId();
    }
    var product = 10;
    for (var i = 0; i < 10; i++) {
      var sum = (number.charAt(i) - '0' + product) % 10;
      product = 2 * (sum == 0 ? 10 : sum) % 11;
    }
    var check = 11 - product;
    return number.append(check == 10 ? 0 : check).toString();
  }

  String aadhaar() {
    var number = (2 + random.nextInt(8)) + digits(10);
    for (var check = 0; check < 10; check++) {
      if (verhoeff(number + check) == 0) {
        return number.substring(0, 4)
            + " "
            + number.substring(4, 8)
            + " "
            + number.substring(8)
            + check;
      }
    }
    throw new IllegalStateException("one of ten digits fits");
  }

  private static int verhoeff(String number) {
    var sum = 0;
    for (var i = 0; i < number.length(); i++) {
      var digit = number.charAt(number.length() - 1 - i) - '0';
      for (var times = i % 8; times > 0; times--) {
        digit = VERHOEFF_P[digit];
      }
      sum = VERHOEFF_D[sum][digit];
    }
    return sum;
  }

  String codiceFiscale() {
    var odd = "BAFHJNPRTVCESULDGIMOQKWZYX"; // values 1, 0, 5, 7, 9, ... as letters
    var text =
        letters(6, "BCDFGLMNPRSTVZ")
            + digits(2)
            + of("ABCDEHLMPRST")
            + String.format("%02d", 1 + random.nextInt(28))
            + of("ABCDEFGHILMZ")
            + digits(3);
    var sum = 0;
    for (var i = 0; i < 15; i++) {
      var c = text.charAt(i);
      var rank = Character.isDigit(c) ? c - '0' : c - 'A';
      sum += i % 2 == 0 ? odd.charAt(rank) - 'A' : rank;
    }
    return text + (char) ('A' + sum % 26);
  }

  String nir() {
    var number =
        of("12")
            + digits(2)
            + String.format("%02d", 1 + random.nextInt(12))
            + String.format("%02d", 1 + random.nextInt(95))
            + digits(6);
    return number + String.format("%02d", 97 - Long.parseLong(number) % 97);
  }

  String belgian() {
    var number =
        String.format(
            "%02d%02d%02d%03d",
            random.nextInt(99),
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            1 + random.nextInt(997));
    var check = String.format("%02d", 97 - Long.parseLong(number) % 97);
    return number.substring(0, 2)
        + "."
        + number.substring(2, 4)
        + "."
        + number.substring(4, 6)
        + "-"
        + number.substring(6)
        + "."
        + check;
  }

  String ahv() {
    var number = "756" + digits(9);
    var sum = 0;
    for (var i = 0; i < 12; i++) {
      sum += (number.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
    }
    return "756."
        + number.substring(3, 7)
        + "."
        + number.substring(7, 11)
        + "."
        + number.substring(11)
        + (10 - sum % 10) % 10;
  }

  /** A number with its Luhn digit. */
  String luhn(String beginning, int length) {
    var number = beginning + digits(length - 1 - beginning.length());
    var sum = 0;
    for (var i = 0; i < number.length(); i++) {
      var digit = number.charAt(number.length() - 1 - i) - '0';
      var doubled = i % 2 == 0 ? digit * 2 : digit;
      sum += doubled / 10 + doubled % 10;
    }
    return number + (10 - sum % 10) % 10;
  }

  /** The second line of a passport, with its check digits. */
  String mrz() {
    var number = letters(1, "CFGHJK") + digits(8);
    var birth = date(40, 59);
    var expiry = date(27, 5);
    var rest =
        number + icao(number) + "D<<" + birth + icao(birth) + of("FM") + expiry + icao(expiry);
    return rest + "<".repeat(14) + "<" + of("02468");
  }

  private String date(int from, int years) {
    return String.format(
        "%02d%02d%02d",
        (from + random.nextInt(years)) % 100, 1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  private static int icao(String text) {
    var sum = 0;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      var value = Character.isDigit(c) ? c - '0' : c - 'A' + 10;
      sum += value * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
    }
    return sum % 10;
  }

  String digits(int count) {
    var text = new StringBuilder();
    while (text.length() < count) {
      text.append(random.nextInt(10));
    }
    return text.toString();
  }

  String letters(int count, String alphabet) {
    var text = new StringBuilder();
    while (text.length() < count) {
      text.append(of(alphabet));
    }
    return text.toString();
  }

  private String of(String alphabet) {
    return "" + alphabet.charAt(random.nextInt(alphabet.length()));
  }
}
