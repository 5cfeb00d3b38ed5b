package dev.weft.server.notices;

import java.time.Duration;
import java.util.Optional;

/**
 * How people are told of their news.
 *
 * @param mail by which server; empty: no mail is sent
 * @param hosts where webhooks may go
 * @param every so much time lies between two letters to one and the same
 * @param mailsPerHourMax to all together
 */
public record NoticeSettings(
    Optional<MailSettings> mail, WebhookHosts hosts, Duration every, int mailsPerHourMax) {}
