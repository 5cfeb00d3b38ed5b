package dev.weft.catalog.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.function.FunctionScoreQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.DoubleValuesSource;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Decides what is found and what comes first. Who types the very name of something gets that. All
 * else is weighed by where the words stand (names and titles, tags, field names, descriptions) and
 * by what it is: people look for products, so these come before their ports, and ports before their
 * fields. A product knows the words of its ports and fields, so it is found by them too.
 */
final class WordQuery {
  /** More than all words together can weigh. */
  static final float EXACT_WHOLE = 10_000;

  private static final float EXACT_WORD = 8;
  private static final Map<String, Float> BOOSTS =
      Map.of(
          "name",
          6f,
          "title",
          5f,
          "tags",
          3f,
          "fields",
          2f,
          "owners",
          2f,
          "domain",
          1f,
          "description",
          1.5f);

  /** By how much words weigh more in things of these kinds, and their order among equals. */
  private static final Map<String, Float> KINDS =
      Map.of("product", 32f, "port", 8f, "domain", 2f, "term", 2f);

  private final QueryText text;
  private final Words words;

  WordQuery(QueryText text, Words words) {
    this.text = text;
    this.words = words;
  }

  /** The words as they are written; the last may be the beginning of one. */
  Query exactly() {
    var each = new ArrayList<Query>();
    for (var i = 0; i < text.words().size(); i++) {
      each.add(word(text.words().get(i), i == text.words().size() - 1));
    }
    return whole(each, Math.max(1, each.size() / 2));
  }

  /** Words that are spelled nearly so. */
  Query nearly() {
    var each = text.words().stream().map(this::similar).toList();
    return whole(each, 1);
  }

  private Query whole(List<Query> each, int atLeast) {
    var query = new BooleanQuery.Builder();
    if (each.isEmpty()) {
      query.add(new ConstantScoreQuery(new MatchAllDocsQuery()), Occur.MUST);
    } else {
      var any = new BooleanQuery.Builder().setMinimumNumberShouldMatch(atLeast);
      each.forEach(word -> any.add(word, Occur.SHOULD));
      query.add(byKind(any.build()), Occur.MUST);
      query.add(exact(text.whole(), EXACT_WHOLE), Occur.SHOULD);
    }
    KINDS.forEach(
        (kind, boost) ->
            query.add(constant(new TermQuery(filter("kind", kind)), boost), Occur.SHOULD));
    return query.build();
  }

  /** What everything that is found must have. */
  static List<Query> filters(QueryText text, Words words) {
    var filters = new ArrayList<Query>();
    text.conditions().forEach(it -> filters.add(it.match(new ConditionQuery(words))));
    text.filters().forEach((name, values) -> values.forEach(it -> filters.add(filtered(name, it))));
    return filters;
  }

  private static Query filtered(String name, String value) {
    return value.endsWith("*")
        ? new PrefixQuery(filter(name, value.substring(0, value.length() - 1)))
        : new TermQuery(filter(name, value));
  }

  /** The words are looked for once; each thing knows by itself how much it weighs. */
  private static Query byKind(Query words) {
    return FunctionScoreQuery.boostByValue(
        words, DoubleValuesSource.fromFloatField(EntryDocument.WEIGHT));
  }

  /** By how much the words of a thing of this kind weigh more. */
  static float weight(String kind) {
    return KINDS.getOrDefault(kind, 1f);
  }

  private Query word(String word, boolean maybeBeginning) {
    var ways = new ArrayList<Query>();
    ways.add(exact(word.toLowerCase(Locale.ROOT), EXACT_WORD));
    var parts = words.in(word);
    BOOSTS.forEach(
        (field, boost) -> {
          var all = new BooleanQuery.Builder();
          parts.forEach(part -> all.add(new TermQuery(new Term(field, part.text())), Occur.MUST));
          ways.add(new BoostQuery(all.build(), boost));
        });
    if (maybeBeginning && word.length() > 1) {
      for (var field : List.of("name", "title", "fields")) {
        var beginning = new PrefixQuery(new Term(field, word.toLowerCase(Locale.ROOT)));
        ways.add(constant(beginning, 1));
      }
    }
    return new DisjunctionMaxQuery(ways, 0.1f);
  }

  private Query similar(String word) {
    var ways = new ArrayList<Query>();
    var spellings = new LinkedHashSet<String>();
    for (var part : words.in(word)) {
      // The ending of a misspelled word may be taken for another: try it as it was written too.
      spellings.add(part.text());
      spellings.add(word.substring(part.from(), part.to()).toLowerCase(Locale.ROOT));
    }
    spellings.forEach(spelling -> similar(spelling, ways));
    return new DisjunctionMaxQuery(ways, 0.1f);
  }

  private static void similar(String part, List<Query> ways) {
    BOOSTS.forEach(
        (field, boost) -> {
          var near = new FuzzyQuery(new Term(field, part), edits(part), 1);
          ways.add(new BoostQuery(near, boost));
        });
  }

  /** How many letters may be wrong in a word of this length. */
  private static int edits(String word) {
    if (word.length() < 4) {
      return 0;
    }
    return word.length() < 7 ? 1 : 2;
  }

  private static Query exact(String name, float score) {
    return constant(new TermQuery(new Term(EntryDocument.EXACT, name)), score);
  }

  private static Query constant(Query query, float score) {
    return new BoostQuery(new ConstantScoreQuery(query), score);
  }

  private static Term filter(String name, String value) {
    return new Term(EntryDocument.FILTER + name, value);
  }
}
