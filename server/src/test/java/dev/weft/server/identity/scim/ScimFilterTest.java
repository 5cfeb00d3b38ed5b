package dev.weft.server.identity.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The filters of RFC 7644, 3.4.2.2. */
class ScimFilterTest {
  private static final JsonNode NORA =
      Json.parse(
          """
          {"userName": "nora", "active": true, "name": {"familyName": "O'Malley"}, "title": "",
           "emails": [{"value": "nora@example.com", "type": "work"}, {"value": "n@home.org", "type": "home"}],
           "meta": {"lastModified": "2011-05-13T04:42:34Z"}, "level": 3,
           "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Risk"}}
          """);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userName eq \"NORA\"",
        "name.familyName co \"o'malley\"",
        "userName sw \"n\" and active eq true",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"no\"",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"risk\"",
        "userName pr and not (title pr)",
        "meta.lastModified gt \"2011-05-13T04:42:33Z\"",
        "emails[type eq \"work\" and value co \"@example.com\"]",
        "emails.type eq \"home\"",
        "emails co \"example\"",
        "userName eq \"x\" or (level ge 3 and level lt 4)",
        "userName eq \"x\" or userName eq \"y\" or active eq true",
        "nickName eq null",
        "userName ne \"ada\""
      })
  void theseFit(String filter) {
    assertThat(ScimFilter.parse(filter).fits(NORA)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userName eq \"no\"",
        "title pr",
        "emails[type eq \"work\" and value co \"@home\"]",
        "active eq false",
        "userName eq \"nora\" and level gt 3",
        "not (userName pr)",
        "nickName pr"
      })
  void theseDoNot(String filter) {
    assertThat(ScimFilter.parse(filter).fits(NORA)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userName",
        "userName eq",
        "userName eq nora",
        "userName like \"n\"",
        "(userName pr",
        "userName pr)",
        "emails[type eq \"work\"",
        "userName eq \"a\" xor active eq true",
        "a..b pr",
        "eq eq eq",
        "\"userName\" eq \"x\""
      })
  void theseAreNone(String filter) {
    assertThatThrownBy(() -> ScimFilter.parse(filter)).isInstanceOf(ProblemException.class);
  }

  @Test
  void nestingHasAnEnd() {
    var deep = "(".repeat(900) + "userName pr" + ")".repeat(900);

    assertThatThrownBy(() -> ScimFilter.parse(deep)).isInstanceOf(ProblemException.class);
  }
}
