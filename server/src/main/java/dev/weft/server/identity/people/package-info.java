/**
 * People and groups that come from outside: from an OpenID Connect issuer, an LDAP directory, or by
 * SCIM.
 *
 * <p>Start reading at {@link dev.weft.server.identity.people.People}. Whatever the way, somebody
 * from outside becomes a user like any other, and {@link dev.weft.server.identity.people.Origin}
 * remembers where they come from. That is written by these ways only, never by a file, so that
 * nobody becomes somebody else by a document.
 *
 * <p>It does not know how the outside is asked.
 */
package dev.weft.server.identity.people;
