/**
 * What people do with the glossary: assign terms to products, ports and fields ({@link
 * dev.weft.server.glossary.TermAssignments}), take suggestions, and look at the pages.
 */
package dev.weft.server.glossary;
