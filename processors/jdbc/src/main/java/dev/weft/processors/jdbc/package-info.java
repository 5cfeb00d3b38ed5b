/**
 * Brings rows of relational databases in. Start reading at {@link
 * dev.weft.processors.jdbc.QueryDatabaseTable}.
 *
 * <p>Any JDBC driver on the class path will do; PostgreSQL's is there. Everything goes through
 * read-only transactions; values are always bound, never written into SQL, and identifiers are
 * quoted as the database says.
 *
 * <p>Time zones: a timestamp without a zone stays one (LocalDateTime), one with a zone becomes an
 * instant. Nothing is ever converted with the time zone of this machine.
 */
package dev.weft.processors.jdbc;
