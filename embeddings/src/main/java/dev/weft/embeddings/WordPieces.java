package dev.weft.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes text apart as BERT's uncased models were trained: words in lower case without accents, each
 * the fewest pieces of the vocabulary, longest first. Held equal to the library of the model's
 * makers by {@code WordPiecesTest}, but for one thing: what is written like a mark of the model,
 * such as {@code [CLS]}, is text.
 *
 * <p>Source: Devlin et al., "BERT", section 3; Wu et al., "Google's Neural Machine Translation
 * System", section 4.1.
 */
final class WordPieces {
  /** A longer word is no word. */
  private static final int WORD_MAX = 100;

  private static final String INSIDE = "##";

  private final Map<String, Integer> vocabulary;
  private final int begin;
  private final int end;
  private final int unknown;

  private WordPieces(Map<String, Integer> vocabulary) {
    this.vocabulary = vocabulary;
    this.begin = vocabulary.get("[CLS]");
    this.end = vocabulary.get("[SEP]");
    this.unknown = vocabulary.get("[UNK]");
  }

  /** Of the {@code tokenizer.json} that comes with a model. */
  static WordPieces of(JsonNode tokenizer) {
    var vocabulary = new HashMap<String, Integer>();
    tokenizer
        .path("model")
        .path("vocab")
        .properties()
        .forEach(entry -> vocabulary.put(entry.getKey(), entry.getValue().asInt()));
    return new WordPieces(vocabulary);
  }

  /** At most so many pieces, with the marks of begin and end. */
  long[] of(String text, int max) {
    var pieces = new ArrayList<Integer>();
    pieces.add(begin);
    for (var word : words(text)) {
      if (pieces.size() >= max) {
        break;
      }
      add(word, pieces);
    }
    var kept = Math.min(pieces.size(), max - 1);
    var ids = new long[kept + 1];
    for (var i = 0; i < kept; i++) {
      ids[i] = pieces.get(i);
    }
    ids[kept] = end;
    return ids;
  }

  private void add(String word, List<Integer> pieces) {
    if (word.codePointCount(0, word.length()) > WORD_MAX) {
      pieces.add(unknown);
      return;
    }
    var found = new ArrayList<Integer>();
    for (var from = 0; from < word.length(); ) {
      var to = word.length();
      var piece = piece(word, from, to);
      while (piece == null && to > from + 1) {
        to--;
        piece = piece(word, from, to);
      }
      if (piece == null) {
        pieces.add(unknown);
        return;
      }
      found.add(piece);
      from = to;
    }
    pieces.addAll(found);
  }

  private Integer piece(String word, int from, int to) {
    var part = word.substring(from, to);
    return vocabulary.get(from == 0 ? part : INSIDE + part);
  }

  /** Words, and each mark of punctuation and each Chinese character as a word. */
  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    plain(text)
        .codePoints()
        .forEach(
            point -> {
              var apart = isPunctuation(point) || isChinese(point);
              if ((apart || isSpace(point)) && word.length() > 0) {
                words.add(word.toString());
                word.setLength(0);
              }
              if (apart) {
                words.add(Character.toString(point));
              } else if (!isSpace(point)) {
                word.appendCodePoint(point);
              }
            });
    if (word.length() > 0) {
      words.add(word.toString());
    }
    return words;
  }

  private static String plain(String text) {
    var cleaned = new StringBuilder();
    text.codePoints()
        .filter(point -> point != 0 && point != 0xFFFD && (isSpace(point) || !isControl(point)))
        .forEach(cleaned::appendCodePoint);
    var plain = new StringBuilder();
    Normalizer.normalize(cleaned, Normalizer.Form.NFD)
        .codePoints()
        .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
        .forEach(plain::appendCodePoint);
    return plain.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean isSpace(int point) {
    return point == '\t' || point == '\n' || point == '\r' || isUnicodeSpace(point);
  }

  private static boolean isUnicodeSpace(int point) {
    return Character.isSpaceChar(point) || Character.isWhitespace(point);
  }

  private static boolean isControl(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> false;
    };
  }

  private static boolean isPunctuation(int point) {
    if (point < 128) {
      return point > ' ' && point < 127 && !Character.isLetterOrDigit(point);
    }
    return switch (Character.getType(point)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  private static boolean isChinese(int point) {
    return (point >= 0x4E00 && point <= 0x9FFF)
        || (point >= 0x3400 && point <= 0x4DBF)
        || (point >= 0x20000 && point <= 0x2CEAF)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0x2F800 && point <= 0x2FA1F);
  }
}
