package dev.weft.server.identity.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScimOrderTest {
  private static List<String> sorted(String by, String order) {
    return Stream.of(
            "{'id':'1','userName':'nora','emails':[{'value':'b@x'},{'value':'a@x','primary':true}]}",
            "{'id':'2','userName':'Ada','name':{'familyName':'Zed'}}",
            "{'id':'3','userName':'max','emails':[{'value':'C@x'}],'name':{'familyName':'abel'}}")
        .map(text -> Json.parse(text.replace('\'', '"')))
        .sorted(ScimOrder.of(by, order))
        .map(one -> one.path("id").asText())
        .toList();
  }

  @Test
  void textsAreOrderedWithoutRegardToCase() {
    assertThat(sorted("userName", "")).containsExactly("2", "3", "1");
    assertThat(sorted("username", "descending")).containsExactly("1", "3", "2");
    assertThat(sorted("", "")).containsExactly("1", "2", "3");
  }

  @Test
  void thoseWithoutAValueComeLastAndOfSeveralThePrimaryCounts() {
    assertThat(sorted("emails", "ascending")).containsExactly("1", "3", "2");
    assertThat(sorted("emails.value", "descending")).containsExactly("2", "3", "1");
    assertThat(sorted("name.familyName", "ascending")).containsExactly("3", "2", "1");
  }

  @Test
  void whatIsNoOrderIsAnError() {
    assertThatThrownBy(() -> sorted("userName", "down")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> sorted("user name", "")).isInstanceOf(ProblemException.class);
  }
}
