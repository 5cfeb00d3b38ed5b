package dev.weft.classification;

/** Finds the numbers by which states know persons: {@code pii.national-id}. */
public final class NationalIdClassifier extends IdentifierClassifier {
  public NationalIdClassifier() {
    super(
        new Weighed("pii.national-id", "national id"),
        NationalIds.ALL,
        "nationalid nationalidnumber nationalidentifier nationalidentity identitynumber"
            + " identitycard identitycardnumber idcardnumber citizenid personalid personalidnumber"
            + " personalcode identificationnumber ausweisnummer personalausweis personalausweisnummer"
            + " cartenationale numeroidentite cedula");
  }
}
