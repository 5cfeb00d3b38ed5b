package dev.weft.classification;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.weft.spi.Classifier;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds phone and fax numbers: {@code pii.phone}. Only international form, with its {@code +},
 * tells by itself; digits in a national form could be anything, so they need the name.
 */
public final class PhoneClassifier implements Classifier {
  private static final Pattern LOOSE =
      Pattern.compile("\\+?[0-9(][0-9 ()./\\u00a0-]{4,22}[0-9](?: ?(?:x|ext\\.?|#) ?[0-9]{1,6})?");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}.*");
  private static final int DIGITS_MIN = 6;
  private static final int DIGITS_MAX = 15;
  private static final Hint HINT =
      Hint.of(
          "phone phones phonenumber telephone telephonenumber tel telno telnr telnum mobile"
              + " mobilephone mobilenumber mobileno cell cellphone cellnumber fax faxnumber msisdn"
              + " whatsapp landline contactnumber telefon telefonnummer telefonnr handy handynummer"
              + " handynr mobil mobilnummer mobiltelefon mobilfunk rufnummer festnetz telefax"
              + " faxnummer telephoneportable numerotelephone numtel telefono telefonos movil"
              + " celular numerodetelefono numerotelefono",
          "device apps make screen line tower battery store payment banking website site service"
              + " minutes usage bill charge view platform browser page traffic users visits sales"
              + " size width height reference cells");
  private static final Weighed PHONE = new Weighed("pii.phone", "phone");

  private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

  @Override
  public List<Finding> classify(Candidate candidate) {
    if (!Types.mayBeDigits(candidate.type())) {
      return List.of();
    }
    if (HINT.inName(candidate.path())) {
      return PHONE.named(Tally.of(candidate.values(), "phone numbers", PhoneClassifier::isLoose));
    }
    var international =
        Tally.of(candidate.values(), "international phone numbers", this::isInternational);
    if (international.ratio() >= 0.5) {
      return PHONE.unnamed(international, 0.95, 0.5);
    }
    return HINT.inText(candidate.description())
        ? PHONE.unnamed(
            Tally.of(candidate.values(), "phone numbers", PhoneClassifier::isLoose), 0.8, 0.8)
        : List.of();
  }

  private boolean isInternational(String value) {
    if (!value.startsWith("+") || !isLoose(value)) {
      return false;
    }
    try {
      return numbers.isPossibleNumber(numbers.parse(value, null));
    } catch (NumberParseException e) {
      return false;
    }
  }

  private static boolean isLoose(String value) {
    var digits = value.chars().filter(Character::isDigit).count();
    return digits >= DIGITS_MIN
        && digits <= DIGITS_MAX
        && LOOSE.matcher(value).matches()
        && !DATE.matcher(value).matches();
  }
}
