package dev.weft.catalog.search;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Which entries a viewer may find. It is a filter of the index, so what may not be found is not in
 * counts, facets or suggestions either.
 */
final class Audience {
  private static final Query INSIDERS = only(EntryDocument.INSIDERS);
  private static final Query OUTSIDERS = only(EntryDocument.OUTSIDERS);

  private Audience() {}

  static Query of(Viewer viewer) {
    if (viewer.everything()) {
      return new BooleanQuery.Builder()
          .add(new MatchAllDocsQuery(), Occur.FILTER)
          .add(OUTSIDERS, Occur.MUST_NOT)
          .build();
    }
    var own = own(viewer.insideOf());
    var open =
        new BooleanQuery.Builder()
            .add(new MatchAllDocsQuery(), Occur.FILTER)
            .add(INSIDERS, Occur.MUST_NOT)
            .add(OUTSIDERS, Occur.MUST_NOT)
            .build();
    var inside =
        new BooleanQuery.Builder().add(INSIDERS, Occur.FILTER).add(own, Occur.FILTER).build();
    var outside =
        new BooleanQuery.Builder().add(OUTSIDERS, Occur.FILTER).add(own, Occur.MUST_NOT).build();
    return new BooleanQuery.Builder()
        .add(open, Occur.SHOULD)
        .add(inside, Occur.SHOULD)
        .add(outside, Occur.SHOULD)
        .build();
  }

  private static Query own(Set<String> products) {
    return new TermInSetQuery(
        EntryDocument.FILTER + "product",
        products.stream()
            .map(product -> new BytesRef(product.toLowerCase(Locale.ROOT)))
            .collect(Collectors.toList()));
  }

  private static Query only(String audience) {
    return new TermQuery(new Term(EntryDocument.AUDIENCE, audience));
  }
}
