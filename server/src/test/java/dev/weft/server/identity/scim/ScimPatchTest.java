package dev.weft.server.identity.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import org.junit.jupiter.api.Test;

/** Patches as RFC 7644, 3.5.2 has them, and as directories really send them. */
class ScimPatchTest {
  private final ObjectNode group =
      (ObjectNode)
          Json.parse(
              "{\"displayName\":\"Risk\",\"members\":[{\"value\":\"ada\"},{\"value\":\"nora\"}]}");
  private final ObjectNode user =
      (ObjectNode)
          Json.parse(
              "{\"userName\":\"nora\",\"active\":true,\"emails\":[{\"value\":\"a@x\",\"type\":\"work\"}]}");

  @Test
  void membersComeAndGo() {
    var added =
        patched(group, "{'op':'add','path':'members','value':[{'value':'olga'},{'value':'ada'}]}");
    assertThat(added.path("members")).hasSize(3);

    var byFilter = patched(group, "{'op':'remove','path':'members[value eq \\\"ada\\\"]'}");
    assertThat(byFilter.path("members").toString()).isEqualTo("[{\"value\":\"nora\"}]");

    var byValue = patched(group, "{'op':'Remove','path':'members','value':[{'value':'nora'}]}");
    assertThat(byValue.path("members").toString()).isEqualTo("[{\"value\":\"ada\"}]");

    assertThat(patched(group, "{'op':'remove','path':'members'}").has("members")).isFalse();
  }

  @Test
  void aPersonIsSwitchedOffInEachOfTheirWays() {
    assertThat(isActive("{'op':'replace','path':'active','value':false}")).isFalse();
    assertThat(isActive("{'op':'Replace','path':'active','value':'False'}")).isFalse();
    assertThat(isActive("{'op':'replace','value':{'active':false}}")).isFalse();
    assertThatThrownBy(() -> isActive("{'op':'replace','path':'active','value':'perhaps'}"))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void partsOfAttributesAndExtensionsChange() {
    var changed =
        patched(
            user,
            "{'op':'replace','path':'emails[type eq \\\"work\\\"].value','value':'b@x'},"
                + "{'op':'add','path':'name.givenName','value':'Nora'},"
                + "{'op':'add','value':{'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department':'Risk'}},"
                + "{'op':'add','value':{'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'division':'North'}}}");

    assertThat(changed.path("emails").get(0).path("value").asText()).isEqualTo("b@x");
    assertThat(changed.path("name").path("givenName").asText()).isEqualTo("Nora");
    assertThat(changed.path(Scim.ENTERPRISE).path("department").asText()).isEqualTo("Risk");
    assertThat(changed.path(Scim.ENTERPRISE).path("division").asText()).isEqualTo("North");
    assertThat(user.has("name")).isFalse();
  }

  @Test
  void whatHasNoTargetIsSaid() {
    assertThatThrownBy(
            () ->
                patched(
                    user, "{'op':'replace','path':'emails[type eq \\\"x\\\"].value','value':'b'}"))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> patched(user, "{'op':'move','path':'active'}"))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> patched(user, "{'op':'remove'}")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> ScimPatch.applied(user, Json.object()))
        .isInstanceOf(ProblemException.class);
  }

  private boolean isActive(String operation) {
    return ScimPerson.isActive(patched(user, operation));
  }

  private static ObjectNode patched(ObjectNode resource, String operations) {
    var text = "{'Operations':[" + operations + "]}";
    return ScimPatch.applied(resource, Json.parse(text.replace('\'', '"')));
  }
}
