package dev.weft.catalog.search;

import dev.weft.catalog.search.SearchResult.Item;
import dev.weft.catalog.search.SearchResult.Reading;
import dev.weft.catalog.search.SearchResult.Why;
import dev.weft.catalog.search.query.FromQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/** One search by an exact question: all that fits, in the order that is asked for. */
final class ExactSearch {
  private final IndexSearcher searcher;
  private final Facets facets;
  private final Words queries;

  ExactSearch(IndexSearcher searcher, Facets facets, Words queries) {
    this.searcher = searcher;
    this.facets = facets;
    this.queries = queries;
  }

  SearchResult run(FromQuery question, Query audience) throws IOException {
    var query =
        new BooleanQuery.Builder()
            .add(new ConditionQuery(queries).of(question), Occur.FILTER)
            .add(audience, Occur.FILTER)
            .build();
    var last = question.offset() + question.limit();
    var order = ConditionQuery.order(question);
    var found =
        FacetsCollectorManager.search(searcher, query, last, order, new FacetsCollectorManager());
    var items = new ArrayList<Item>();
    var hits = found.topDocs().scoreDocs;
    var from = Math.min(question.offset(), hits.length);
    for (var hit : Arrays.asList(hits).subList(from, hits.length)) {
      items.add(item(EntryDocument.entry(searcher.storedFields().document(hit.doc))));
    }
    var total = found.facetsCollector().getMatchingDocs().stream().mapToLong(it -> it.totalHits);
    return new SearchResult(
        total.sum(),
        items,
        facets.of(searcher.getIndexReader(), found.facetsCollector()),
        new Reading(List.of(), Map.of(), "exact", "an exact question", question.toString()));
  }

  private static Item item(Entry entry) {
    return Item.of(
        entry, List.of(), new Why(List.of(), Optional.empty(), "all conditions hold"), 1);
  }
}
