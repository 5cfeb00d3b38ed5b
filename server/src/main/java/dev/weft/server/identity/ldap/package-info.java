/**
 * People of an LDAP directory: their passwords are checked by binding as them, their groups come
 * with them, and from time to time the directory is asked whether it still knows them.
 *
 * <p>Start reading at {@link dev.weft.server.identity.ldap.LdapDirectory}. What it says of a person
 * goes to {@link dev.weft.server.identity.people.People}.
 */
package dev.weft.server.identity.ldap;
