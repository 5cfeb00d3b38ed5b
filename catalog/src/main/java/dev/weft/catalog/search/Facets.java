package dev.weft.catalog.search;

import dev.weft.catalog.search.SearchResult.FacetValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.IndexReader;

/** Counts what the found things have in common. Safe for any thread. */
final class Facets {
  private static final int VALUES_MAX = 50;
  private static final int BUSINESS_MAX = 200;

  private Optional<SortedSetDocValuesReaderState> known = Optional.empty();

  Map<String, List<FacetValue>> of(IndexReader reader, FacetsCollector found) throws IOException {
    var facets = new LinkedHashMap<String, List<FacetValue>>();
    EntryDocument.FACETS.forEach(name -> facets.put(name, List.of()));
    if (reader.numDocs() == 0) {
      return facets;
    }
    var counts = new SortedSetDocValuesFacetCounts(state(reader), found);
    for (var name : EntryDocument.FACETS) {
      Optional.ofNullable(counts.getTopChildren(VALUES_MAX, name))
          .ifPresent(
              top ->
                  facets.put(
                      name,
                      List.of(top.labelValues).stream()
                          .map(it -> new FacetValue(it.label, it.value.longValue()))
                          .toList()));
    }
    Optional.ofNullable(counts.getTopChildren(BUSINESS_MAX, BusinessIndex.COUNTED))
        .ifPresent(top -> List.of(top.labelValues).forEach(it -> business(it, facets)));
    return facets;
  }

  /** A facet of its own for each attribute that an organisation has of its own. */
  private static void business(LabelAndValue counted, Map<String, List<FacetValue>> facets) {
    var end = counted.label.indexOf(BusinessIndex.SEPARATOR);
    facets
        .computeIfAbsent(counted.label.substring(0, end), added -> new ArrayList<>())
        .add(new FacetValue(counted.label.substring(end + 1), counted.value.longValue()));
  }

  /** Costly to make, so made once for what a reader sees. */
  private synchronized SortedSetDocValuesReaderState state(IndexReader reader) throws IOException {
    if (known.filter(state -> state.getReader().equals(reader)).isEmpty()) {
      known =
          Optional.of(
              new DefaultSortedSetDocValuesReaderState(reader, EntryDocument.FACETS_CONFIG));
    }
    return known.get();
  }
}
