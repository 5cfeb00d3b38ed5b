package dev.weft.server.identity.scim;

import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;

/** SCIM's words. */
public final class Scim {
  public static final String SOURCE = "scim";
  public static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
  public static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
  public static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  public static final String LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
  public static final String PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
  public static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

  /** Code of the problem that another version is there than was expected. */
  public static final String OTHER_VERSION = "otherVersion";

  /** Who acts: the program that holds the token. */
  static final PrincipalId ACTOR = PrincipalId.agent("scim");

  private Scim() {}

  /**
   * What is wrong with a request.
   *
   * @param type SCIM's {@code scimType}
   */
  static ProblemException wrong(String type, String message) {
    return Problem.input(type, Place.NOWHERE, message, "").asException();
  }

  static ProblemException conflict(String message) {
    return Problem.conflict("uniqueness", message, "").asException();
  }

  static ProblemException missing(String what, String id) {
    return Problem.missing("notFound", "There is no " + what + " '" + id + "'.", "").asException();
  }

  static ProblemException otherVersion() {
    return Problem.conflict(OTHER_VERSION, "It has been changed in the meantime.", "")
        .asException();
  }
}
