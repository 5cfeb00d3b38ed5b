package dev.weft.catalog.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * Takes text apart into words: at everything that is no letter or digit and where a capital begins
 * a word ({@code firstName}), in lower case, without endings. Names are kept whole as well, so that
 * {@code firstname} finds {@code first_name}.
 */
final class Words extends Analyzer {
  private static final int PARTS =
      WordDelimiterGraphFilter.GENERATE_WORD_PARTS
          | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
          | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
          | WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE;

  private final int flags;

  private Words(int flags) {
    this.flags = flags;
  }

  static Words ofDocuments() {
    return new Words(PARTS | WordDelimiterGraphFilter.CATENATE_ALL);
  }

  static Words ofQueries() {
    return new Words(PARTS);
  }

  /** A word and where it stands in the text. */
  record Word(String text, int from, int to) {}

  List<Word> in(String text) {
    var words = new ArrayList<Word>();
    try (var stream = tokenStream("", text)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      var place = stream.addAttribute(OffsetAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        words.add(new Word(term.toString(), place.startOffset(), place.endOffset()));
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    var source = new WhitespaceTokenizer();
    TokenStream stream = new WordDelimiterGraphFilter(source, flags, null);
    stream = new FlattenGraphFilter(stream);
    stream = new LowerCaseFilter(stream);
    return new TokenStreamComponents(source, new KStemFilter(stream));
  }
}
