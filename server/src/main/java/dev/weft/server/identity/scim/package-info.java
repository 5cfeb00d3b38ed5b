/**
 * SCIM 2.0 (RFC 7643, RFC 7644): an enterprise's directory makes, changes and dismisses users and
 * groups here.
 *
 * <p>Start reading at {@link dev.weft.server.identity.scim.ScimUsers}. A resource is a JSON
 * document in SCIM's words, made from what the mesh holds; filters and patches work on that
 * document, and what it says then is taken over. So nothing that SCIM has no word for, such as a
 * role, can be reached by it. It sees and changes only what it has made.
 *
 * <p>It does not know about HTTP.
 */
package dev.weft.server.identity.scim;
