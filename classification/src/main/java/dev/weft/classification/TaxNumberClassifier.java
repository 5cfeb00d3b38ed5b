package dev.weft.classification;

/** Finds numbers under which people pay taxes: {@code pii.tax-number}. */
public final class TaxNumberClassifier extends IdentifierClassifier {
  public TaxNumberClassifier() {
    super(new Weighed("pii.tax-number", "tax number"), TaxNumbers.ALL, "");
  }
}
