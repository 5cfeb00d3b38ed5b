/** The command line: a client of the REST interface. */
package dev.weft.cli;
