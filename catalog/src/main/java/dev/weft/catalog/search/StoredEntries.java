package dev.weft.catalog.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.search.IndexSearcher;

/**
 * The entries behind the documents that one search finds, by words or by meaning: each is read
 * once, as taking it apart costs more than finding it. For one thread.
 */
final class StoredEntries {
  private final IndexSearcher searcher;
  private final Map<Integer, Entry> known = new HashMap<>();

  StoredEntries(IndexSearcher searcher) {
    this.searcher = searcher;
  }

  Entry of(int document) throws IOException {
    var entry = known.get(document);
    if (entry == null) {
      entry = EntryDocument.entry(searcher.storedFields().document(document));
      known.put(document, entry);
    }
    return entry;
  }
}
