package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what opens doors: {@code secret.token}, {@code secret.key} and {@code secret.password}.
 * Known forms tell by themselves; other values need a telling name and, but for passwords, to be as
 * random as keys are.
 */
public final class SecretClassifier implements Classifier {
  private static final Hint PASSWORD =
      new Hint(
          Hint.words(
              "password passwd pwd passphrase passwort kennwort motdepasse contrasena userpassword"
                  + " passwordhash pwhash passcode pin pincodehash"),
          Hint.words(
              "changed expires expired expiry reset set age policy length required is has count at"
                  + " question hint attempts strength date"));
  private static final Hint TOKEN =
      new Hint(
          Hint.words(
              "token accesstoken refreshtoken authtoken bearer bearertoken apitoken sessiontoken"
                  + " idtoken jwt sessionid sessionkey cookie csrftoken"),
          Hint.words("type count expires expiry at is has used limit total name price symbol"));
  private static final Hint KEY =
      new Hint(
          Hint.words(
              "apikey secretkey privatekey accesskey clientsecret secret signingkey encryptionkey"
                  + " sharedsecret webhooksecret credentials awssecretaccesskey sshkey"),
          Hint.words("id name type count expires at is has question santa shopper"));
  private static final int RANDOM_LENGTH_MIN = 12;
  private static final double RANDOM_BITS_MIN = 3.0;

  @Override
  public List<Finding> classify(Candidate candidate) {
    if (!Types.mayBeText(candidate.type())) {
      return List.of();
    }
    var found = new ArrayList<Finding>();
    if (PASSWORD.inName(candidate.path())) {
      found.addAll(
          new Weighed("secret.password", "password")
              .named(Tally.of(candidate.values(), "without gaps", SecretClassifier::isWord)));
    }
    named(candidate, TOKEN, "secret.token", "token", found);
    named(candidate, KEY, "secret.key", "key", found);
    if (candidate.values().stream().anyMatch(Secrets::mayBeIn)) {
      for (var form : Secrets.FORMS) {
        found.addAll(
            new Weighed(form.tag(), "")
                .unnamed(
                    Tally.of(
                        candidate.values(),
                        "keys or tokens of a known form",
                        value -> form.pattern().matcher(value).lookingAt()),
                    0.97,
                    0.1));
      }
    }
    return found;
  }

  private static void named(
      Candidate candidate, Hint hint, String tag, String noun, List<Finding> found) {
    if (hint.inName(candidate.path())) {
      var tally = Tally.of(candidate.values(), "as random as keys are", SecretClassifier::isRandom);
      found.addAll(new Weighed(tag, noun).named(tally));
    }
  }

  private static boolean isWord(String value) {
    return value.length() >= 4 && value.chars().noneMatch(Character::isWhitespace);
  }

  private static boolean isRandom(String value) {
    return Secrets.mayBeIn(value)
        || (value.length() >= RANDOM_LENGTH_MIN
            && value.indexOf(' ') < 0
            && Secrets.entropy(value) >= RANDOM_BITS_MIN);
  }
}
