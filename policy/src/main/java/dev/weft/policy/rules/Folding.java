package dev.weft.policy.rules;

/** Makes texts the same that are equal but for case, character by character. */
final class Folding {
  private Folding() {}

  static String fold(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c >= 'A' && (c <= 'Z' || c > 127)) {
        return foldAll(text);
      }
    }
    return text;
  }

  private static String foldAll(String text) {
    var all = text.toCharArray();
    for (var i = 0; i < all.length; i++) {
      all[i] = Character.toLowerCase(Character.toUpperCase(all[i]));
    }
    return new String(all);
  }
}
