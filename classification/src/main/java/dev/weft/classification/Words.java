package dev.weft.classification;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of a name or a sentence: {@code billingAddress_2} is billing, address, 2. Lower case,
 * accents taken off, so that {@code Prénom} and {@code prenom} are one.
 *
 * @param list in their order
 */
record Words(List<String> list) {
  private static final int PHRASE_MAX = 40;
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern SEAMS =
      Pattern.compile(
          "[^\\p{L}\\p{N}]+"
              + "|(?<=[\\p{Ll}])(?=\\p{Lu})"
              + "|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})"
              + "|(?<=\\p{L})(?=\\p{N})"
              + "|(?<=\\p{N})(?=\\p{L})");

  static Words of(String text) {
    var plain =
        MARKS
            .matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
            .replaceAll("")
            .replace("ß", "ss");
    return new Words(
        Arrays.stream(SEAMS.split(plain))
            .filter(word -> !word.isEmpty())
            .map(word -> word.toLowerCase(Locale.ROOT))
            .toList());
  }

  /** The same without some of them. */
  Words without(Set<String> some) {
    return new Words(list.stream().filter(word -> !some.contains(word)).toList());
  }

  /** The words of the last part of a dotted path. */
  static Words ofField(String path) {
    return of(path.substring(path.lastIndexOf('.') + 1));
  }

  /** The words of all but the last part of a dotted path. */
  static Words ofParents(String path) {
    return of(path.substring(0, Math.max(0, path.lastIndexOf('.'))));
  }

  /**
   * Whether one of the phrases is among them, in one word or several, or its plural: {@code
   * firstname}, {@code first_name}, {@code firstNames}.
   *
   * @param phrases without spaces: {@code firstname}
   */
  boolean sayAny(Set<String> phrases) {
    for (var from = 0; from < list.size(); from++) {
      var joined = new StringBuilder();
      for (var to = from; to < list.size() && joined.length() <= PHRASE_MAX; to++) {
        var said = joined.append(list.get(to)).toString();
        if (phrases.contains(said)
            || (said.endsWith("s") && phrases.contains(said.substring(0, said.length() - 1)))) {
          return true;
        }
      }
    }
    return false;
  }
}
