package dev.weft.catalog.search;

import dev.weft.catalog.search.SearchQuery.By;
import dev.weft.catalog.search.SearchResult.Item;
import dev.weft.catalog.search.SearchResult.Reading;
import dev.weft.catalog.search.SearchResult.Why;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/**
 * One search by words and by meaning. Who types the very name of something gets that. Otherwise a
 * hit counts by how near its meaning is, and by how good its words are and how many of the
 * question's it has: the words of a sentence that happen to stand somewhere say little, those of a
 * name say nearly all.
 */
final class HybridSearch {
  private static final int CANDIDATES_MIN = 50;
  private static final int MISSPELLED_MAX = 3;
  private static final int SENTENCE_MIN = 3;
  private static final float FEW_WORDS_NEARER_BY = 0.08f;

  /** What a perfect hit by words alone counts, and one by meaning alone. */
  private static final double WORDS_WEIGHT = 0.5;

  private static final double MEANING_WEIGHT = 1;

  /** Above all that words and meaning together can count. */
  private static final double EXACT = 10;

  /** Of meaning, above which nearness says no more. */
  private static final double THE_SAME = 0.9;

  private final IndexSearcher searcher;
  private final StoredEntries entries;
  private final Facets facets;
  private final QueryText text;
  private final Words queries;
  private final WordQuery words;
  private final Highlighter highlighter;
  private final Reasons reasons;

  HybridSearch(
      IndexSearcher searcher, Facets facets, QueryText text, Words queries, Words documents) {
    this.searcher = searcher;
    this.entries = new StoredEntries(searcher);
    this.facets = facets;
    this.text = text;
    this.queries = queries;
    this.words = new WordQuery(text, queries);
    this.highlighter = new Highlighter(text, queries, documents);
    this.reasons = new Reasons(text, queries, documents);
  }

  private record Candidate(Entry entry, double words, Optional<Double> nearness) {
    boolean isExact() {
      return words >= WordQuery.EXACT_WHOLE;
    }
  }

  /** Whether it is the very name of something, so that meaning can add nothing. */
  boolean isName() throws IOException {
    return text.isIdentifier()
        || searcher.getIndexReader().docFreq(new Term(EntryDocument.EXACT, text.whole())) > 0;
  }

  SearchResult run(SearchQuery query, Query audience, Question question) throws IOException {
    var filters = WordQuery.filters(text, queries);
    filters.add(audience);
    var near = near(question, audience);
    var exactly = query.by() == By.MEANING ? new MatchNoDocsQuery() : words.exactly();
    var spelled = "exact";
    if (query.by() != By.MEANING && mayBeMisspelled(near) && isNowhere(exactly, filters)) {
      exactly = words.nearly();
      spelled = "similar";
    }
    var count = Math.max(query.limit(), CANDIDATES_MIN);
    var all = must(either(exactly, near.nearness().keySet()), filters);
    var found = FacetsCollectorManager.search(searcher, all, count, new FacetsCollectorManager());
    var candidates = new LinkedHashMap<String, Candidate>();
    add(found.topDocs().scoreDocs, near, candidates);
    addNear(near, filters, candidates);
    var total = found.facetsCollector().getMatchingDocs().stream().mapToLong(it -> it.totalHits);
    return new SearchResult(
        total.sum(),
        best(candidates.values(), question.unrelated(), query.limit()),
        facets.of(searcher.getIndexReader(), found.facetsCollector()),
        reading(spelled, question.status()));
  }

  /**
   * The question's vector.
   *
   * @param status whether meaning is compared, or why not
   */
  record Question(Optional<float[]> vector, float unrelated, String status) {}

  /** Ports lead to products, so what kind is asked for counts only afterwards. */
  private Near near(Question question, Query audience) throws IOException {
    if (question.vector().isEmpty()) {
      return Near.NOTHING;
    }
    var filters = new ArrayList<Query>();
    var others = new LinkedHashMap<>(text.filters());
    others.remove("kind");
    filters.addAll(
        WordQuery.filters(new QueryText(List.of(), others, text.conditions(), ""), queries));
    filters.add(audience);
    // One word is a little like many things.
    var least =
        question.unrelated() + (text.words().size() < SENTENCE_MIN ? FEW_WORDS_NEARER_BY : 0);
    return Near.of(question.vector().get(), least, filters, searcher, entries);
  }

  /** A sentence in other words than the catalog's is not misspelled. */
  private boolean mayBeMisspelled(Near near) {
    var words = text.words().size();
    return words > 0 && (words <= MISSPELLED_MAX || near.nearness().isEmpty());
  }

  /** The first one that is found is enough to know, and needs no score. */
  private boolean isNowhere(Query exactly, List<Query> filters) throws IOException {
    var query = searcher.rewrite(must(exactly, filters));
    var weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1);
    for (var leaf : searcher.getIndexReader().leaves()) {
      var scorer = weight.scorer(leaf);
      if (scorer != null && isAnyLive(scorer.iterator(), leaf.reader().getLiveDocs())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAnyLive(DocIdSetIterator found, Bits live) throws IOException {
    var document = found.nextDoc();
    while (document != DocIdSetIterator.NO_MORE_DOCS && live != null && !live.get(document)) {
      document = found.nextDoc();
    }
    return document != DocIdSetIterator.NO_MORE_DOCS;
  }

  private static Query either(Query words, Collection<String> ids) {
    if (ids.isEmpty()) {
      return words;
    }
    return new BooleanQuery.Builder()
        .add(words, Occur.SHOULD)
        .add(new BoostQuery(new ConstantScoreQuery(ids(ids)), 0), Occur.SHOULD)
        .build();
  }

  private static Query ids(Collection<String> ids) {
    return new TermInSetQuery(EntryDocument.ID, ids.stream().map(BytesRef::new).toList());
  }

  private static Query must(Query query, List<Query> filters) {
    var all = new BooleanQuery.Builder().add(query, Occur.MUST);
    filters.forEach(filter -> all.add(filter, Occur.FILTER));
    return all.build();
  }

  private void add(ScoreDoc[] hits, Near near, Map<String, Candidate> into) throws IOException {
    for (var hit : hits) {
      var entry = entries.of(hit.doc);
      var nearness = Optional.ofNullable(near.nearness().get(entry.id()));
      into.putIfAbsent(entry.id(), new Candidate(entry, hit.score, nearness));
    }
  }

  /** Those whose words were too weak to be among the first. */
  private void addNear(Near near, List<Query> filters, Map<String, Candidate> into)
      throws IOException {
    var missing = near.nearness().keySet().stream().filter(id -> !into.containsKey(id)).toList();
    if (!missing.isEmpty()) {
      var query = must(new BoostQuery(new ConstantScoreQuery(ids(missing)), 0), filters);
      add(searcher.search(query, missing.size()).scoreDocs, near, into);
    }
  }

  private List<Item> best(Collection<Candidate> candidates, float unrelated, int limit) {
    var most =
        candidates.stream()
            .filter(each -> !each.isExact())
            .mapToDouble(Candidate::words)
            .max()
            .orElse(1);
    return candidates.stream()
        .map(each -> ranked(each, Math.max(most, 1e-9), unrelated))
        .sorted(
            Comparator.comparingDouble(Ranked::score)
                .reversed()
                .thenComparing(each -> each.entry().name()))
        .limit(limit)
        .map(this::item)
        .toList();
  }

  private record Ranked(Entry entry, Why why, double score) {}

  private Ranked ranked(Candidate candidate, double mostWords, float unrelated) {
    var why = reasons.of(candidate.entry(), candidate.isExact(), candidate.nearness());
    var share = reasons.words() == 0 ? 1 : (double) why.words().size() / reasons.words();
    var byWords =
        candidate.isExact()
            ? EXACT + candidate.words() / (2 * WordQuery.EXACT_WHOLE)
            : WORDS_WEIGHT * candidate.words() / mostWords * (0.1 + 0.9 * share * share);
    var byMeaning =
        candidate
            .nearness()
            .map(
                it ->
                    MEANING_WEIGHT
                        * Math.max(0, Math.min(1, (it - unrelated) / (THE_SAME - unrelated))))
            .orElse(0.0);
    return new Ranked(candidate.entry(), why, byWords + byMeaning);
  }

  /** Marking words costs as much as the search: only what is shown is marked. */
  private Item item(Ranked ranked) {
    return Item.of(ranked.entry(), highlighter.of(ranked.entry()), ranked.why(), ranked.score());
  }

  private Reading reading(String spelled, String meaning) {
    var told = new ArrayList<String>();
    if (!text.words().isEmpty()) {
      told.add(
          (spelled.equals("similar") ? "words spelled nearly as " : "the words ")
              + String.join(", ", text.words()));
    }
    text.filters()
        .forEach((name, values) -> told.add("only " + name + " " + String.join(" and ", values)));
    text.conditions().forEach(condition -> told.add("only " + condition));
    if (!text.words().isEmpty()) {
      told.add(meaning.equals("compared") ? "and by meaning" : "not by meaning: " + meaning);
    }
    return new Reading(
        text.words(),
        text.filters(),
        spelled,
        meaning,
        told.isEmpty() ? "everything" : String.join("; ", told));
  }
}
