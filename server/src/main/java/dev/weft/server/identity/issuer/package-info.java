/**
 * Trusts one issuer of tokens (an OpenID Connect provider) to say who somebody is: checks its JSON
 * Web Tokens by the keys that it publishes.
 *
 * <p>Start reading at {@link dev.weft.server.identity.issuer.IssuerTokens}. It says who; what they
 * may do is decided elsewhere, and somebody whom the mesh does not know may do nothing.
 */
package dev.weft.server.identity.issuer;
