package dev.weft.policy.ranger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.ProblemException;
import org.junit.jupiter.api.Test;

/** What a set knows by itself of the tags of resources. */
class RangerTagsTest {
  private static final String SECRET_ATTIC =
      """
      {'tags': {'7': {'type': 'secret', 'attributes': {'until': '2031/06/01'}},
                '8': {'type': 'dusty', 'validityPeriods': [
                  {'startTime': '2031/05/01 00:00:00', 'endTime': '2031/05/31 23:59:59'}]}},
       'serviceResources': [
         {'id': 1, 'resourceElements': {'building': {'values': ['north']}, 'room': {'values': ['attic']}}},
         {'id': 2, 'resourceElements': {'shelf': {'values': ['/old'], 'isRecursive': true}}}],
       'resourceToTagIds': {'1': [7], '2': [8, 9]}}
      """;

  private static Archive archive() {
    return new Archive()
        .tagPolicy(9, on("secret") + item("'ada'", "look"))
        .tagPolicy(8, on("dusty") + item("'ada'", "take"))
        .tags(SECRET_ATTIC);
  }

  private static String on(String tag) {
    return "'resources': {'tag': {'values': ['%s']}}, ".formatted(tag);
  }

  private static String item(String who, String access) {
    return "'policyItems': [{'users': [%s], 'accesses': [{'type': 'archive:%s'}]}]"
        .formatted(who, access);
  }

  private static String ada(String resource, String access) {
    return "'user': 'ada', 'resource': {%s}, 'access': '%s'".formatted(resource, access);
  }

  @Test
  void aTagHoldsForItsResourceAndForWhatLiesWithin() {
    assertThat(archive().ask(ada("'building': 'north', 'room': 'attic'", "look")))
        .startsWith("yes 9");
    assertThat(archive().ask(ada("'building': 'north', 'room': 'attic', 'box': 'b1'", "look")))
        .startsWith("yes 9");
    assertThat(archive().ask(ada("'building': 'north', 'room': 'cellar'", "look")))
        .startsWith("no -1");
    assertThat(archive().ask(ada("'shelf': '/old/maps'", "take"))).startsWith("yes 8");
  }

  @Test
  void fromAboveATagIsMetOnlyByWhoeverAsksForAnythingOrForWhatLiesWithin() {
    assertThat(archive().ask(ada("'building': 'north'", "look"))).startsWith("no -1");
    assertThat(archive().ask(ada("'building': 'north'", "_any"))).startsWith("yes 9");
    assertThat(
            archive().ask(ada("'building': 'north'", "look") + ", 'scope': 'SELF_OR_DESCENDANTS'"))
        .startsWith("yes 9");
    assertThat(archive().ask(ada("", "_any"))).startsWith("yes");
  }

  @Test
  void aTagCountsInItsTimeOnly() {
    var maps = ada("'shelf': '/old/maps'", "take");

    assertThat(archive().ask(maps + ", 'time': '2031-05-20T00:00:00Z'")).startsWith("yes 8");
    assertThat(archive().ask(maps + ", 'time': '2031-06-20T00:00:00Z'")).startsWith("no -1");
  }

  @Test
  void tagsOfTheRequestTakeThePlaceOfThoseOfTheSet() {
    var attic = ada("'building': 'north', 'room': 'attic'", "look");

    assertThat(archive().ask(attic + ", 'tags': []")).startsWith("no -1");
    assertThat(archive().ask(ada("'building': 'south'", "look") + ", 'tags': ['secret']"))
        .startsWith("yes 9");
  }

  @Test
  void conditionsAndExpressionsSeeTheTagsOfTheSet() {
    var archive =
        new Archive()
            .policy(
                1,
                "'resources': {'building': {'values': ['*']}, 'room': {'values': ['*']}},"
                    + " 'policyItems': [{'groups': ['public'], 'accesses': [{'type': 'look'}],"
                    + " 'conditions': [{'type': 'expression', 'values': [\"HAS_TAG('secret')\"]}]}]")
            .tags(SECRET_ATTIC);

    assertThat(archive.ask(ada("'building': 'north', 'room': 'attic'", "look")))
        .startsWith("yes 1");
    assertThat(archive.ask(ada("'building': 'north', 'room': 'hall'", "look"))).startsWith("no -1");
  }

  @Test
  void enrichersThatNobodyStandsInForAreSaid() {
    var enrichers =
        "[{'name': 'tags', 'enricher': 'x.RangerTagEnricher'},"
            + " {'name': 'places', 'enricher': 'x.RangerFileBasedGeolocationProvider'}]";

    assertThat(new Archive().enrichers(enrichers).imported().findings())
        .extracting(Finding::message)
        .anySatisfy(message -> assertThat(message).contains("--tags"))
        .anySatisfy(message -> assertThat(message).contains("RangerFileBasedGeolocationProvider"));
    assertThat(archive().enrichers(enrichers).imported().findings()).hasSize(1);
  }

  @Test
  void taggedResourcesOfAnotherKindAndMereChangesAreSaid() {
    var strange =
        "{'tags': {'1': {'type': 'secret'}}, 'resourceToTagIds': {'5': [1]}, 'serviceResources':"
            + " [{'id': 5, 'resourceElements': {'galaxy': {'values': ['m31']}}}]}";

    assertThat(new Archive().tags(strange).imported().findings())
        .extracting(Finding::message)
        .containsExactly(
            "The tagged resource 5 is none of this service's, so its tags are never found.");
    assertThatThrownBy(() -> new Archive().tags("{'isDelta': true}").imported())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("only what has changed");
  }
}
