package dev.weft.server.business;

import dev.weft.model.BusinessMetadata;
import dev.weft.model.BusinessMetadata.Name;
import dev.weft.model.BusinessValues;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.DataProduct.CustomProperty;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds documents to the sets of attributes: a custom property whose name begins with that of a set
 * must be one of its attributes and of its type. A set is not changed so that what people have
 * given no longer fits.
 */
public final class BusinessChecks {
  private static final int TOLD = 3;

  private final Known known;
  private final Sets sets;

  /** With the sets as they would be: one and its values may come together. */
  public BusinessChecks(Known known) {
    this.known = known;
    this.sets = new Sets(known::find, known.names(ResourceKind.BUSINESS_METADATA));
  }

  /** What is wrong in a product; places are paths within the document. */
  public List<Problem> of(DataProduct product) {
    var problems = new ArrayList<Problem>();
    check(product.customProperties(), "product", "", problems);
    for (var i = 0; i < product.outputPorts().size(); i++) {
      var place = "outputPorts[" + i + "].";
      check(product.outputPorts().get(i).customProperties(), "port", place, problems);
    }
    return problems;
  }

  public List<Problem> of(Contract contract) {
    var problems = new ArrayList<Problem>();
    check(contract.customProperties(), "contract", "", problems);
    ContractFields.each(
        contract.fields(),
        "schema[0]",
        (place, field) -> check(field.customProperties(), "field", place + ".", problems));
    return problems;
  }

  private void check(
      List<CustomProperty> properties, String kind, String place, List<Problem> problems) {
    for (var i = 0; i < properties.size(); i++) {
      var one = properties.get(i);
      var isOfSet = Name.parse(one.property()).flatMap(name -> sets.find(name.set())).isPresent();
      if (isOfSet && one.value() != null) {
        var at = Place.field(place + "customProperties[" + i + "].value");
        sets.problem(one.property(), kind, one.value(), at).ifPresent(problems::add);
      }
    }
  }

  /** What people have given by hand and would no longer fit. */
  public List<Problem> of(BusinessMetadata set) {
    var misfits = new ArrayList<String>();
    for (var name : known.names(ResourceKind.BUSINESS_VALUES)) {
      known
          .find(ResourceKind.BUSINESS_VALUES, name, BusinessValues.class)
          .ifPresent(values -> misfits(set, values, misfits));
    }
    return misfits.isEmpty()
        ? List.of()
        : List.of(
            Problem.conflict(
                "still-in-use",
                "What has been given would no longer fit: "
                    + String.join(", ", misfits.stream().limit(TOLD).toList())
                    + (misfits.size() > TOLD ? " and " + (misfits.size() - TOLD) + " more" : "")
                    + ".",
                "Take these values back or change them first: weft metadata ASSET"
                    + " --set NAME=VALUE."));
  }

  private static void misfits(BusinessMetadata set, BusinessValues values, List<String> misfits) {
    var kind = values.asset().substring(0, values.asset().indexOf('/'));
    values
        .values()
        .forEach(
            (field, ofField) ->
                ofField.forEach(
                    (key, given) -> {
                      var subject = field.isEmpty() ? kind : "field";
                      if (Name.parse(key).filter(it -> it.set().equals(set.name())).isPresent()
                          && isMisfit(set, Name.parse(key).orElseThrow(), subject, given)) {
                        misfits.add(
                            key + " of " + values.asset() + (field.isEmpty() ? "" : "#" + field));
                      }
                    }));
  }

  private static boolean isMisfit(
      BusinessMetadata set, Name name, String subject, BusinessValues.Given given) {
    return !set.appliesTo(subject)
        || set.attribute(name.attribute())
            .map(attribute -> attribute.wrong(given.value()).isPresent())
            .orElse(true);
  }

  /** Whether anything given by hand is of this set. */
  public static Optional<String> user(Known known, String set) {
    return known.names(ResourceKind.BUSINESS_VALUES).stream()
        .filter(
            name ->
                known
                    .find(ResourceKind.BUSINESS_VALUES, name, BusinessValues.class)
                    .map(
                        values ->
                            values.values().values().stream()
                                .flatMap(ofField -> ofField.keySet().stream())
                                .anyMatch(key -> key.startsWith(set + ".")))
                    .orElse(false))
        .findFirst();
  }
}
