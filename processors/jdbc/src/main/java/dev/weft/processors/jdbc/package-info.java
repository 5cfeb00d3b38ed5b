/** Processors for databases. */
package dev.weft.processors.jdbc;
