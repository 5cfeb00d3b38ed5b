package dev.weft.catalog.search;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;

/**
 * What is near in meaning. A search for neighbours always finds as many as it is asked for, so what
 * is far, or much farther than the nearest, is cut off. A port leads to its product: who looks for
 * what a port gives wants the product that has it.
 *
 * @param nearness of the found entries, by their ids: greater is nearer, up to 1
 */
record Near(Map<String, Double> nearness) {
  static final Near NOTHING = new Near(Map.of());

  private static final int NEIGHBOURS_MAX = 40;
  private static final double BEHIND_THE_NEAREST_MAX = 0.13;

  /** People look for products: what is as near comes after them. */
  private static final double BEHIND_PRODUCTS = 0.04;

  /** What a product is itself says more of it than what one of its ports gives. */
  private static final double BY_A_PORT_ONLY = 0.02;

  static Near of(
      float[] question,
      float unrelated,
      List<Query> filters,
      IndexSearcher searcher,
      StoredEntries entries)
      throws IOException {
    var only = new BooleanQuery.Builder();
    filters.forEach(filter -> only.add(filter, Occur.FILTER));
    var neighbours =
        new KnnFloatVectorQuery(
            EntryDocument.VECTOR,
            question,
            NEIGHBOURS_MAX,
            filters.isEmpty() ? null : only.build());
    var hits = searcher.search(neighbours, NEIGHBOURS_MAX).scoreDocs;
    var nearness = new LinkedHashMap<String, Double>();
    var least = (double) unrelated;
    for (var hit : hits) {
      var product = 2.0 * hit.score - 1; // as Lucene scores inner products
      least = Math.max(least, product - BEHIND_THE_NEAREST_MAX);
      if (product > least) {
        var entry = entries.of(hit.doc);
        if (entry.kind().equals("port")) {
          entry
              .attribute("product")
              .ifPresent(
                  name -> nearness.merge("product/" + name, product - BY_A_PORT_ONLY, Math::max));
        }
        var behind = entry.kind().equals("product") ? 0 : BEHIND_PRODUCTS;
        nearness.merge(entry.id(), product - behind, Math::max);
      }
    }
    return new Near(nearness);
  }
}
