package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds names of people: {@code pii.name}. Many things have names, so a plain {@code name} counts
 * only when the values are like people's, with given names that are common in several languages.
 */
public final class PersonNameClassifier implements Classifier {
  private static final String OTHER_THINGS =
      "company firm firma business organization organisation org employer entreprise societe empresa"
          + " product produkt produit producto item article city stadt ville ciudad town country land"
          + " pays pais state region street strasse rue calle file filename path folder host hostname"
          + " domain server table column field schema database topic queue process service device"
          + " machine sensor station user username login account group gruppe team department role"
          + " event campaign project task job brand model make bank branch store shop site page event"
          + " class method function parameter property attribute package module plan tier category"
          + " genre album track title song artist playlist media channel language currency unit color"
          + " colour drug disease species breed pet ship vessel airport airline hotel restaurant hospital clinic museum circuit"
          + " school university course subject medication supplier vendor merchant manufacturer"
          + " display nick screen game rule policy template environment cluster node pod container"
          + " image vm network zone bucket metric query index tag label facility warehouse building"
          + " room mount day month";

  /** Names that only people have. */
  private static final Hint OF_PEOPLE =
      Hint.of(
          "firstname givenname forename fname lastname surname familyname lname middlename fullname"
              + " maidenname secondname personname patientname employeename passengername drivername"
              + " guestname membername studentname teachername doctorname cardholder cardholdername"
              + " accountholder accountholdername holdername beneficiaryname recipientname"
              + " contactname contactperson nameoncard emergencycontact legalname vorname vornamen"
              + " nachname familienname zuname rufname geburtsname ansprechpartner kontoinhaber"
              + " karteninhaber prenom prenoms nomdefamille nomfamille nomcomplet titulaire apellido"
              + " apellidos primerapellido segundoapellido nombrecompleto nombreyapellidos"
              + " nombrepropio titular",
          OTHER_THINGS);

  /** Names that people have, among others: the values decide. */
  private static final Hint MAYBE_OF_PEOPLE =
      Hint.of(
          "name names nom nombre customername clientname kundenname nomclient nombrecliente",
          OTHER_THINGS);

  /** Parts that people play, and so could a company or a program. */
  private static final Hint ROLE =
      Hint.of(
          "payee payer beneficiary recipient sender author owner manager signatory representative rep"
              + " contact employee customer client agent driver patient guest attendee assignee"
              + " assignedto by reporter approver cardmember kunde inhaber empfaenger mitarbeiter"
              + " bearbeiter betreuer auteur cliente responsable",
          "");

  private static final Set<String> COMPANY =
      Hint.words(
          "inc llc ltd limited corp corporation company gmbh ag kg ohg mbh sa sas sarl srl spa bv nv"
              + " oy ab plc co group holding bank university institute foundation sons partners");

  /** Streets and towns are called after people. */
  private static final Set<String> PLACES =
      Hint.words(
          "street road avenue lane square drive beach city san santa santo saint fort port new");

  private static final Pattern NAME_WORDS =
      Pattern.compile(
          "\\p{Lu}[\\p{L}'’.-]*(?:,? (?:\\p{Lu}[\\p{L}'’.-]*|de|da|do|van|von|del|la|der|den|di|el|y|e)){1,5}");
  private static final Pattern ONE_NAME = Pattern.compile("[\\p{L}][\\p{L}'’. -]{0,60}");
  private static final Pattern ONE_WORD =
      Pattern.compile("\\p{L}[\\p{L}'’]{1,20}(?:[ -]\\p{Lu}[\\p{L}'’]{1,20})?");
  private static final Set<String> NOBODY = both(COMPANY, PLACES);
  private static final int VALUES_MIN = 3;
  private static final int DISTINCT_MIN = 4;
  private static final double LISTED = 0.4;

  /** Lists of given names are never complete, so few hits do if nearly all values look right. */
  private static final double SHAPED = 0.7;

  private static final Weighed NAME = new Weighed("pii.name", "a person's name");

  /** Before and behind a name. */
  private static final Set<String> TITLES =
      Hint.words(
          "mr mrs ms miss mx dr prof sir rev hon herr frau monsieur madame mme mlle sr sra srta senor"
              + " senora sig signor signora pan pani dhr mevr don dona jr ii iii iv phd ph d md dds dvm esq");

  /** So many of the values, when many names are looked up rather than the common ones. */
  private static final double GIVEN_AT_END = 0.45;

  private static final double ALL_GIVEN = 0.5;
  private static final double ALL_FAMILY = 0.75;

  private final NameLists names = NameLists.COMMON;
  private final NameLists all = NameLists.ALL;

  @Override
  public List<Finding> classify(Candidate candidate) {
    if (!Types.mayBeText(candidate.type())) {
      return List.of();
    }
    var values = candidate.values();
    if (OF_PEOPLE.inName(candidate.path())) {
      return NAME.named(Tally.of(values, "written like names", PersonNameClassifier::mayBeName));
    }
    var isOther = Words.ofField(candidate.path()).sayAny(OF_PEOPLE.voids());
    if (values.size() < VALUES_MIN || (isOther && !ROLE.inName(candidate.path()))) {
      return List.of();
    }
    var shaped = Tally.of(values, "written like full names", this::isShapedLikeName);
    if (shaped.ratio() < SHAPED) {
      return isOther ? List.of() : single(values);
    }
    var people =
        Tally.of(values, "full names with a common given or family name", this::isFullName);
    var withGiven = Tally.of(values, "full names with a given name", this::hasGivenName);
    if (withGiven.ratio() >= GIVEN_AT_END && withGiven.ratio() > people.ratio()) {
      return NAME.unnamed(withGiven, 0.85, GIVEN_AT_END);
    }
    var hinted = MAYBE_OF_PEOPLE.inName(candidate.path()) || ROLE.inName(candidate.path());
    return hinted ? NAME.unnamed(people, 0.9, 0.15) : NAME.unnamed(people, 0.85, 0.3);
  }

  /** Given or family names in a column of their own: a word each, half of them in the lists. */
  private List<Finding> single(List<String> values) {
    var given = Tally.of(values, "given names", value -> isOneWord(value) && names.isGiven(value));
    var family =
        Tally.of(values, "family names", value -> isOneWord(value) && names.isFamily(value));
    var best = more(given, family);
    if (values.stream().distinct().count() < DISTINCT_MIN) {
      return List.of();
    }
    return best.ratio() >= LISTED ? NAME.unnamed(best, 0.75, LISTED) : singleOfAll(values);
  }

  /** The same by the long lists: then it takes more of the values; words are family names, too. */
  private List<Finding> singleOfAll(List<String> values) {
    var given = Tally.of(values, "given names", value -> isOneName(value) && all.isGiven(value));
    var family = Tally.of(values, "family names", value -> isOneName(value) && all.isFamily(value));
    return given.ratio() >= ALL_GIVEN
        ? NAME.unnamed(given, 0.75, ALL_GIVEN)
        : NAME.unnamed(family, 0.75, ALL_FAMILY);
  }

  private static Tally more(Tally one, Tally other) {
    return one.matching() >= other.matching() ? one : other;
  }

  private static boolean isOneName(String value) {
    return isOneWord(value) && Character.isUpperCase(value.charAt(0));
  }

  private static Set<String> both(Set<String> some, Set<String> more) {
    var all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  private static boolean isOneWord(String value) {
    return ONE_WORD.matcher(value).matches() && !Words.of(value).sayAny(PLACES);
  }

  /** Letters and few signs: no digits, nothing that a code or a sentence has. */
  private static boolean mayBeName(String value) {
    return ONE_NAME.matcher(value).matches();
  }

  private boolean isShapedLikeName(String value) {
    return NAME_WORDS.matcher(value).matches() && !Words.of(value).sayAny(NOBODY);
  }

  private boolean isFullName(String value) {
    return isShapedLikeName(value) && names.amongEnds(Words.of(value).without(TITLES));
  }

  private boolean hasGivenName(String value) {
    return isShapedLikeName(value) && all.isGivenAtEnd(Words.of(value).without(TITLES));
  }
}
