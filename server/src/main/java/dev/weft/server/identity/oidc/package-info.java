/**
 * Lets people log in at an OpenID Connect issuer: authorization code with PKCE, ID tokens checked
 * by the issuer's published keys, sessions that live as long as the issuer renews them.
 *
 * <p>Start reading at {@link dev.weft.server.identity.oidc.OidcLogins}. What the issuer says of a
 * person goes to {@link dev.weft.server.identity.people.People}; what they may do is decided
 * elsewhere. It does not know about cookies and pages.
 */
package dev.weft.server.identity.oidc;
