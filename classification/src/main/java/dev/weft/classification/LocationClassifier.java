package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds positions on the Earth, exact enough for a house: {@code pii.location}. A pair, a point as
 * WKT (OGC 06-103r4) or degrees tell by themselves; one coordinate and geohashes need the name.
 */
public final class LocationClassifier implements Classifier {
  private static final String LATITUDE = "[-+]?(?:[0-8]?[0-9]|90)\\.[0-9]{3,17}";
  private static final String LONGITUDE = "[-+]?(?:1[0-7][0-9]|[0-9]?[0-9]|180)\\.[0-9]{3,17}";
  private static final Pattern POINT =
      Pattern.compile(
          "[(\\[]?"
              + LATITUDE
              + "(?: ?[,;] ?| )"
              + LONGITUDE
              + "[)\\]]?|geo:"
              + LATITUDE
              + ","
              + LONGITUDE
              + ".{0,30}|(?i:(?:srid=[0-9]{4,6};)?point ?(?:zm?)? ?\\([-+0-9. ]{5,60}\\))"
              + "|[0-9]{1,2}°? ?[0-9]{1,2}['′] ?[0-9.]{1,9}(?:\"|″|'')? ?[NS][ ,]*[0-9]{1,3}°? ?[0-9]{1,2}['′]"
              + " ?[0-9.]{1,9}(?:\"|″|'')? ?[EW]");
  private static final Pattern COORDINATE =
      Pattern.compile("[-+]?(?:1[0-7][0-9]|[0-9]?[0-9]|180)(?:[.,][0-9]{1,17})?°?[NSEW]?");
  private static final Pattern HASH = Pattern.compile("[0-9b-hjkmnp-z]{5,12}");
  private static final Hint ONE =
      Hint.of(
          "lat latitude lon lng longitude breitengrad laengengrad geobreite geolaenge latitud"
              + " longitud geolat geolon geolng gpslat gpslon gpslatitude gpslongitude",
          "live min max delta range");
  private static final Hint PLACE =
      Hint.of(
          "coordinates coordinate coords geopoint geoposition geolocation latlon latlng gps"
              + " gpsposition koordinaten coordonnees coordenadas geo",
          "accuracy fix country region city");
  private static final Hint GEOHASH = Hint.of("geohash", "");
  private static final Weighed LOCATION = new Weighed("pii.location", "position");

  @Override
  public List<Finding> classify(Candidate candidate) {
    var path = candidate.path();
    if (!Types.mayBeDigits(candidate.type())) {
      return List.of();
    }
    var values = candidate.values();
    if (Words.ofField(path).sayAny(GEOHASH.phrases())) {
      return LOCATION.named(
          Tally.of(values, "written like geohashes", value -> HASH.matcher(value).matches()));
    }
    if (ONE.inName(path)) {
      return LOCATION.named(Tally.of(values, "coordinates", LocationClassifier::isCoordinate));
    }
    var points = Tally.of(values, "points on the Earth", LocationClassifier::isPoint);
    if (PLACE.inName(path)) {
      return LOCATION.named(
          points.ratio() > 0.5
              ? points
              : Tally.of(values, "coordinates", LocationClassifier::isCoordinate));
    }
    return LOCATION.unnamed(points, 0.93, 0.8);
  }

  private static boolean isPoint(String value) {
    return value.length() <= 80 && CheckDigits.digits(value) >= 2 && POINT.matcher(value).matches();
  }

  private static boolean isCoordinate(String value) {
    return COORDINATE.matcher(value).matches();
  }
}
