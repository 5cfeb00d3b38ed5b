/**
 * Lists, fetches and writes files on SFTP servers. Start reading at {@link
 * dev.weft.processors.sftp.SftpServer}, the service that says where the server is and how it is
 * known, then {@link dev.weft.processors.sftp.ListSFTP}.
 *
 * <p>A server whose key is not known already is never talked to.
 */
package dev.weft.processors.sftp;
