package dev.weft.catalog.search;

import dev.weft.model.DataProduct;
import dev.weft.model.ResourceKind;
import dev.weft.model.SourceTable;
import dev.weft.model.SourceTable.Seer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * A table at a source of which no flow makes anything: found by its name and columns, and not yet a
 * product. Those find it who may know of a product whose flow has seen it; whom to ask are the
 * owners of that product.
 */
record TableEntry(Entries.Sources sources) {
  static final String STATUS = "not yet a product";

  Optional<Entry> of(SourceTable table) {
    var products =
        table.seenBy().stream()
            .map(Seer::product)
            .distinct()
            .flatMap(id -> sources.find(ResourceKind.DATA_PRODUCT, id, DataProduct.class).stream())
            .toList();
    var open =
        products.stream()
            .filter(product -> ProductVisibility.of(product) == ProductVisibility.OPEN)
            .findFirst();
    if (products.isEmpty()) {
      return Optional.empty();
    }
    var insideOf = open.isPresent() ? List.of(open.get()) : products;
    return Optional.of(entry(table, open.orElse(products.get(0)), insideOf));
  }

  private static Entry entry(SourceTable table, DataProduct product, List<DataProduct> insideOf) {
    var attributes = new LinkedHashMap<>(Entries.ofProduct(product));
    attributes.put("product", insideOf.stream().map(DataProduct::id).toList());
    attributes.put("status", List.of(STATUS));
    var readers = table.seenBy().stream().map(Seer::flow).distinct().sorted().limit(5).toList();
    return new Entry(
        "table",
        table.place(),
        table.title(),
        "Not yet a product: a table at the source of " + String.join(", ", readers) + ".",
        product.domain(),
        product.owners(),
        List.of(),
        Optional.empty(),
        List.of(),
        table.columns().stream().map(SourceTable.Column::name).toList(),
        List.of(),
        attributes);
  }
}
