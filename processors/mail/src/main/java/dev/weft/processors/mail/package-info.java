/** Sends mail. Start reading at {@link dev.weft.processors.mail.PutEmail}. */
package dev.weft.processors.mail;
